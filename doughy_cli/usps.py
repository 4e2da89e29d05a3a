"""How words of American addresses are written: the short form, and the other spellings of it.

Street suffixes are those of USPS Publication 28, "Postal Addressing Standards", appendix C1, with
the spellings that it lists as commonly used; directions and the first ten ordinal numbers. A test
compares them with the table of usaddress-scourgify, which is kept for the same purpose.
"""

from __future__ import annotations

SUFFIXES = {
    "aly": "allee alley ally", "anx": "anex annex annx", "arc": "arcade",
    "ave": "av aven avenu avenue avn avnue", "bch": "beach", "bg": "burg", "bgs": "burgs",
    "blf": "bluf bluff", "blfs": "bluffs", "blvd": "boul boulevard boulv", "bnd": "bend",
    "br": "branch brnch", "brg": "brdge bridge", "brk": "brook", "brks": "brooks",
    "btm": "bot bottm bottom", "byp": "bypa bypas bypass byps", "byu": "bayoo bayou",
    "cir": "circ circl circle crcl crcle", "cirs": "circles", "clb": "club", "clf": "cliff",
    "clfs": "cliffs", "cmn": "common", "cor": "corner", "cors": "corners", "cp": "camp cmp",
    "cpe": "cape", "cres": "crecent crescent cresent crscnt crsent crsnt", "crk": "ck creek",
    "crse": "course", "crst": "crest", "cswy": "causeway causway", "ct": "court crt",
    "ctr": "cen cent center centr centre cnter cntr", "ctrs": "centers", "cts": "courts",
    "curv": "curve", "cv": "cove", "cvs": "coves", "cyn": "canyn canyon cnyn", "dl": "dale",
    "dm": "dam", "dr": "driv drive drv", "drs": "drives", "dv": "div divide dvd", "est": "estate",
    "ests": "estates", "expy": "exp expr express expressway expw", "ext": "extension extn extnsn",
    "exts": "extensions", "fld": "field", "flds": "fields", "fls": "falls", "flt": "flat",
    "flts": "flats", "frd": "ford", "frds": "fords", "frg": "forg forge", "frgs": "forges",
    "frk": "fork", "frks": "forks", "frst": "forest forests", "fry": "ferry frry",
    "ft": "fort frt", "fwy": "freeway freewy frway frwy", "gdn": "garden gardn grden grdn",
    "gdns": "gardens grdns", "gln": "glen", "glns": "glens", "grn": "green", "grns": "greens",
    "grv": "grov grove", "grvs": "groves", "gtwy": "gateway gatewy gatway gtway",
    "hbr": "harb harbor harbour harbr hrbor", "hbrs": "harbors", "hl": "hill", "hls": "hills",
    "holw": "hllw hollow hollows holws", "hts": "height heights hgts ht", "hvn": "haven havn",
    "hwy": "highway highwy hiway hiwy hway", "inlt": "inlet", "is": "island islnd",
    "isle": "isles", "iss": "islands islnds", "jct": "jction jctn junction junctn juncton",
    "jcts": "jctns junctions", "knl": "knol knoll", "knls": "knolls", "ky": "key", "kys": "keys",
    "lck": "lock", "lcks": "locks", "ldg": "ldge lodg lodge", "lf": "loaf", "lgt": "light",
    "lgts": "lights", "lk": "lake", "lks": "lakes", "ln": "la lane lanes",
    "lndg": "landing lndng", "loop": "loops", "mdw": "meadow", "mdws": "meadows medows",
    "ml": "mill", "mls": "mills", "mnr": "manor", "mnrs": "manors", "msn": "mission missn mssn",
    "mt": "mnt mount", "mtn": "mntain mntn mountain mountin mtin", "mtns": "mntns mountains",
    "mtwy": "motorway", "nck": "neck", "opas": "overpass", "orch": "orchard orchrd",
    "oval": "ovl", "park": "parks pk prk", "path": "paths", "pike": "pikes",
    "pkwy": "parkway parkways parkwy pkway pkwys pky", "pl": "place", "pln": "plain",
    "plns": "plaines plains", "plz": "plaza plza", "pne": "pine", "pnes": "pines",
    "pr": "prairie prarie prr", "prt": "port", "prts": "ports", "psge": "passage", "pt": "point",
    "pts": "points", "radl": "rad radial radiel", "rd": "road", "rdg": "rdge ridge",
    "rdgs": "ridges", "rds": "roads", "riv": "river rivr rvr", "rnch": "ranch ranches rnchs",
    "rpd": "rapid", "rpds": "rapids", "rst": "rest", "rte": "route", "shl": "shoal",
    "shls": "shoals", "shr": "shoar shore", "shrs": "shoars shores", "skwy": "skyway",
    "smt": "sumit sumitt summit", "spg": "spng spring sprng", "spgs": "spngs springs sprngs",
    "spur": "spurs", "sq": "sqr sqre squ square", "sqs": "sqrs squares",
    "st": "saint str street strt", "sta": "station statn stn",
    "stra": "strav strave straven stravenue stravn strvn strvnue", "strm": "stream streme",
    "sts": "streets", "ter": "terr terrace", "tpke": "tpk trnpk trpk turnpike turnpk",
    "trce": "trace traces", "trfy": "trafficway", "trk": "track tracks trak trks",
    "trl": "tr trail trails trls", "trwy": "throughway",
    "tunl": "tunel tunls tunnel tunnels tunnl", "un": "union", "uns": "unions",
    "upas": "underpass", "via": "vdct viadct viaduct", "vis": "vist vista vst vsta",
    "vl": "ville", "vlg": "vill villag village villg villiage", "vlgs": "villages",
    "vly": "valley vally vlly", "vlys": "valleys", "vw": "view", "vws": "views", "walk": "walks",
    "way": "wy", "wl": "well", "wls": "wells", "xing": "crossing crssing crssng",
    "xrd": "crossroad",
}  # fmt: skip
OTHERS = {
    "n": "north", "s": "south", "e": "east", "w": "west",
    "ne": "northeast", "nw": "northwest", "se": "southeast", "sw": "southwest",
    "1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth", "5th": "fifth",
    "6th": "sixth", "7th": "seventh", "8th": "eighth", "9th": "ninth", "10th": "tenth",
}  # fmt: skip
# What announces a part of a building and is not the number of a flat.
PARTS = {
    "bldg": "building", "bsmt": "basement", "fl": "floor flr", "lowr": "lower", "ofc": "office",
    "ph": "penthouse", "spc": "space", "trlr": "trailer", "lbby": "lobby", "frnt": "front",
}  # fmt: skip
