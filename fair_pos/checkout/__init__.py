"""Sales, refunds, shifts and receipts: the only part that knows how goods and money meet."""
