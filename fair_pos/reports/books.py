"""The tables that reports add up, as plain tables: reports select columns, never objects."""

from sqlalchemy import Table

from fair_pos.accounts import models as accounts
from fair_pos.catalogue import models as catalogue
from fair_pos.checkout import models as checkout
from fair_pos.programme import models as programme
from fair_pos.venues import models as venues

_TABLES = checkout.Sale.metadata.tables


def _table(model: type) -> Table:
    return _TABLES[str(model.__tablename__)]  # type: ignore[attr-defined]  # set on each model


SALE = _table(checkout.Sale)
LINE = _table(checkout.SaleLine)
PAYMENT = _table(checkout.Payment)
CONFLICT = _table(checkout.SaleConflict)
SHIFT = _table(checkout.Shift)
SLIP = _table(checkout.DeclaredSlip)
HOUR = _table(checkout.BoothHour)
GOODS = _table(checkout.BoothProduct)
MEANS = _table(checkout.BoothMeans)
TILL = _table(accounts.Till)
VENUE = _table(venues.Venue)
ZONE = _table(venues.Zone)
BOOTH = _table(venues.Booth)
STANDS = _table(venues.BoothExhibitor)
VISITORS = _table(venues.VisitorCount)
SIDE_RESULT = _table(venues.SideResult)
COMMUNE = _table(programme.Commune)
EXHIBITOR = _table(programme.Exhibitor)
PRODUCT_SET = _table(programme.ProductSet)
PRODUCT = _table(catalogue.Product)
LISTING = _table(catalogue.Listing)
