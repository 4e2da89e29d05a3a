import time, pytest
def test_it(database, ann, leads, doughy):
    ann.sql("INSERT INTO leads (name, status) SELECT 'l'||i, 'active' FROM generate_series(1,100000) i")
    ann.sql("INSERT INTO messages (lead_id, channel, direction, status) SELECT id,'sms','outgoing','sent' FROM leads, generate_series(1,2)")
    ann.sql("INSERT INTO deals (lead_id,title,stage,estimated_value) SELECT id,'x','x',1000 FROM leads LIMIT 5000")
    database.sql("ANALYZE leads"); database.sql("ANALYZE messages")
    for flags in (["--next","--limit","50","--json"],["--next","-o","tsv","--fields","name"]):
        t=time.time(); r=doughy.spawn("leads","list",*flags,person=ann); print(flags,r.code,r.err[-300:],time.time()-t)
    with ann.connect() as c:
        import sys
        for f in ("--limit",):
            pass
