"""From a document to paper: profiles, rendering, spool, drivers, worker. Knows no sale.

Which file for what; one with an ending, such as `label_job`, stands with its first word:

models of printers  profiles · setup · trial
document            layout · typeface · qr · logos · render · plain · payload · a4
labels              label · tspl · zpl
looking             preview · paper · unread
queue               spool · leases · worker · late · failover · papers · drawer
to the printer      drivers · addresses · network · cable · device · spooled · talk · outcome
without a printer   simulated
"""
