"""From a document to paper: profiles, rendering, spool, drivers, worker. Knows no sale."""
