"""Fair POS: registers OCOP fairs, sells at their booths, prints labels and receipts, reports.

Floors, top to bottom; imports point down only:

cli        commands, one file per group
rehearsal  a fair played with faults through real processes, and judged
web        create_app, rooms by who is served (till, office, labels, printers, public), static files
reports    live board, closing report, programme report, proof, export
checkout   sales, refunds, shifts, receipts: where goods and money meet
labels     what a label says, sheets, codes
payments   VietQR, cash, banks, what a scanned code is
catalogue  products, prices, certificates, import from Excel
venues     fairs and outlets, zones, booths, who stands where
programme  communes, product sets, exhibitors (chủ thể), plans, published figures
accounts   people, roles, PINs, tills
printing   profiles, rendering, spool, drivers, worker
db         engine, write lane, journal, migrations
tls        the fair's own certificate authority, given certificates
signing    Ed25519 keys, signatures of papers and files
settings   one frozen Settings
resources  finds templates, printers, seed
core       money, quantity, clock, ids, errors, text, document
"""
