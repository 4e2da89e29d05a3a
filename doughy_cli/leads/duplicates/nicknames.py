"""Short and familiar forms of given names, English and Spanish.

Written for this program from common usage; no list was copied. It holds what people of the
two languages sign with, not every form that ever was: a nickname that is missing costs a
duplicate, one that is wrong makes two people one.
"""

from __future__ import annotations

from functools import cache

_FORMS = """
abigail: abby abbie gail
abraham: abe bram
agnes: aggie
albert: al bert bertie
alejandro: alex jandro ale
alejandra: alex jandra ale
alexander: alex al alec sandy xander lex
alexandra: alex sandra sandy lexi lexie ali
alfred: al alf alfie fred freddie
alfredo: fredo fredy
alice: ali allie
allison: allie ali
amanda: mandy mandi
andrea: andie andi drea
andrew: andy drew
angela: angie
anthony: tony ant
antonio: tony toño toni
antonia: toni toñi
arthur: art artie
barbara: barb barbie babs
beatrice: bea trixie
beatriz: bea betty
benjamin: ben benny benji
bernard: bernie
bradley: brad
caroline: carrie carol
catherine: cathy cath cate cat kate katie kathy kitty
cecilia: ceci cece
charles: charlie chuck chas
charlotte: lottie charlie
christian: chris
christina: chris chrissy tina christy
christine: chris chrissy tina christy
christopher: chris kit topher
clifford: cliff
concepcion: concha conchita
consuelo: chelo
cynthia: cindy
daniel: dan danny
danielle: dani
david: dave davey
deborah: deb debbie debby
dennis: denny
dolores: lola
donald: don donnie donny
dorothy: dot dottie dolly
douglas: doug
eduardo: eddie edu lalo
edward: ed eddie ted ned teddy
eleanor: ellie nell nora
elizabeth: liz lizzie beth betsy betty eliza libby lisa liza ellie
emily: em emmy
enrique: quique kike
ernesto: neto
esperanza: espe
eugene: gene
evelyn: evie
felipe: pipe
fernando: nando fer
florence: flo
frances: fran franny francie
francis: frank frankie fran
francisco: paco pancho frank cisco kiko
francisca: paca paquita
franklin: frank frankie
frederick: fred freddie freddy rick
gabriel: gabe gabi
gabriela: gabi gaby
gabriella: gabi gaby ella
gabrielle: gabi gaby
geoffrey: geoff jeff
gerald: gerry jerry
gerardo: gera
gertrude: trudy
gilbert: gil
gloria: glo
graciela: chela
gregory: greg gregg
guadalupe: lupe lupita
guillermo: memo guille
harold: hal harry
harriet: hattie
helen: nell nellie
henry: hank harry hal
herbert: herb bert
ignacio: nacho
isabel: isa chabela bella
isabella: bella izzy isa
jackson: jack
jacob: jake jay
jacqueline: jackie jacqui
james: jim jimmy jamie jem jimmie
janet: jan
javier: javi
jeffrey: jeff
jennifer: jen jenny jenn
jeremiah: jerry jem
jeremy: jerry jem
jerome: jerry
jesus: chuy chucho
jessica: jess jessie
joaquin: quino
jonathan: jon john jonny nathan
john: jack johnny jon johnnie
jorge: coque
jose: pepe chepe
josefina: pepa fina
joseph: joe joey jo
josephine: jo josie
joshua: josh
joyce: joy
juan: juancho juanito
judith: judy jude
julian: jules
katherine: kate katie kathy kat kathie kay
kathleen: kathy kath katie kay
kathryn: kathy kate katie kat
kenneth: ken kenny
kimberly: kim kimmy
lawrence: larry lars
leonard: len lenny leo
leonardo: leo
lillian: lily lil
louis: lou louie
lourdes: lulu
luis: lucho
lucia: lucy
lucille: lucy
luisa: lulu
manuel: manny manolo
manuela: manoli
margaret: maggie meg peggy marge margie greta peg
margarita: rita marga
maria: mari mariquita
marjorie: marge margie
martha: marty mattie
martin: marty
mathew: matt
matthew: matt matty
maureen: mo
maximilian: max
maxwell: max
melissa: mel missy lissa
mercedes: meche merche
michael: mike mick mickey micky mikey
michelle: shelly shelley
miguel: migue
mildred: millie
mitchell: mitch
montserrat: montse
nancy: nan
natalie: nat
nathan: nate nat
nathaniel: nate nat nathan
nicholas: nick nicky nico
nicolas: nico nick
nicole: nicky nikki
norman: norm
oliver: ollie
olivia: liv livvy
oscar: ozzie
pablo: pablito
pamela: pam
patricia: pat patty patti tricia trish
patrick: pat paddy
pedro: perico
penelope: penny
peter: pete
philip: phil
phillip: phil
priscilla: cilla
rafael: rafa rafi
ramon: moncho
randall: randy
randolph: randy
raymond: ray
raul: rulo
rebecca: becky becca beck
refugio: cuca cuco
reginald: reg reggie
ricardo: ricky richi
richard: rick dick rich ricky richie ricki
robert: bob rob bobby robbie bert
roberto: beto rob
rodrigo: rodri
roger: rodge
ronald: ron ronnie ronny
rosario: charo chayo
rosemary: rose rosie
rosalinda: rosa linda
russell: russ rusty
salvador: chava salva
samantha: sam sammy
samuel: sam sammy
sandra: sandy sandi
santiago: santi chago
sarah: sally sadie
sebastian: seb bastian
sergio: checo
sharon: shari
solomon: sol
sophia: sophie
soledad: sole
stanley: stan
stephanie: steph stephie
stephen: steve stevie
steven: steve stevie
stuart: stu
susan: sue susie suzy
suzanne: sue suzy
sylvester: sly
terence: terry
teresa: terry tess tessa tere
theodore: ted teddy theo
theresa: terry tess tessa
thomas: tom tommy
timothy: tim timmy
tobias: toby
valerie: val
veronica: ronnie vero
vicente: chente
victor: vic
victoria: vicky vicki tori
vincent: vince vinny vinnie
virginia: ginny ginger
walter: walt wally
wesley: wes
wilfred: will wilf fred
william: bill billy will willie liam willy
winifred: winnie
zachary: zach zack
"""
# The same name in another spelling. What differs in a last vowel alone is mostly another name
# (Maria, Mario), so those that are one stand here.
_SPELLINGS = """
alan: allan allen al
allison: alison allyson
anna: ana ann anne annie anita
brian: bryan bryant
carl: karl
catherine: katherine kathryn catharine katharine cathryn
christina: kristina cristina
christine: kristine christin
christopher: kristopher
claire: clare clair
daniel: danial
deborah: debra debora
derek: derrick derick
dorothy: dorothea
elizabeth: elisabeth
eric: erik erick
erica: erika
frederick: fredrick frederic
gabriela: gabriella
geoffrey: jeffrey
gerald: jerald
gregory: greggory
hannah: hanna
jacqueline: jaclyn jacquelyn
jeffrey: jeffery
jonathan: johnathan jonathon
joseph: josef
katelyn: caitlin kaitlyn
kathleen: cathleen
laurence: lawrence
leslie: lesley
lewis: louis
lynn: lynne
marc: mark
matthew: mathew
michelle: michele
nicholas: nicolas nickolas
nicole: nichole
philip: phillip
rachel: rachael
rebecca: rebekah
sarah: sara
sean: shawn shaun
sharon: sharron
sophia: sofia
stephanie: stefanie
stephen: steven stephan
stuart: stewart
susan: suzanne
teresa: theresa
terence: terrence
tracy: tracey traci
vivian: vivienne
zachary: zachery
"""


@cache
def _formal_by_short() -> dict[str, frozenset[str]]:
    from doughy_cli.leads.duplicates.text import folded

    found: dict[str, set[str]] = {}
    for line in f"{_FORMS}{_SPELLINGS}".split("\n"):
        formal, _, short = line.partition(": ")
        for form in short.split():
            found.setdefault(folded(form), set()).add(formal)
        if formal:
            found.setdefault(formal, set()).add(formal)
    return {short: frozenset(names) for short, names in found.items()}


def formal(name: str) -> frozenset[str]:
    """Return the given names that a folded one may stand for; itself, if none is known."""
    return _formal_by_short().get(name) or frozenset((name,))


@cache
def _letters() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for short, names in _formal_by_short().items():
        for name in names:
            found.setdefault(name, set()).add(short[0])
            found.setdefault(short, set()).add(name[0])
    return {name: frozenset(letters) for name, letters in found.items()}


def initials(name: str) -> frozenset[str]:
    """Return the letters that a folded given name is abbreviated to: w and b of William."""
    return _letters().get(name) or frozenset(name[0])


def is_listed(name: str) -> bool:
    """Whether a folded given name, or a form of one, is in the list."""
    return name in _formal_by_short()
