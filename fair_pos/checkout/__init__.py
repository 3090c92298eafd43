"""Sales, refunds, shifts and receipts: the only part that knows how goods and money meet.

Which file for what; one with an ending, such as `shift_close`, stands with its first word:

a sale        orders · sales · claims · context · entry · desk · ledger · rollups · happened
corrections   corrections · originals
paper         receipt · sample · slips · day_paper
shifts        shifts · shift · cash_drawer
tills         snapshot · tills · unsent
the books     board · day_sheet · declared · looks
single packs  sold_labels · label_reviews
"""
