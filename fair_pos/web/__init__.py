"""HTTP: routes, forms, pages, the till's API. Nothing below knows the web."""
