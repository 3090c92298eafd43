"""What a label says, on sheets and rolls, its code and what the code proves; other papers with one.

Which file for what; one with an ending, such as `fitting_rows`, stands with its first word:

words         rules · expiry · sample · trial
sizes         formats · built_in · shelf · sizes · calibration
layout        lettering · measuring · fitting
on paper      sheets · drawing · rolls · roll_jobs
printing      actions · serials · log · again · repeated
proof         keys · heads · verdict · scans · suspects
inspectors    notes · note_queries · photos
other papers  cards · card_paper · placards
"""
