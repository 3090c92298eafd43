"""Import of the organiser's workbooks: understood and shown first, written on request."""
