"""Names of people, places, companies and works."""

FIRST_NAMES = """Anna Ben Carla David Elena Frank Grace Hugo Irene Jack Karen Liam Maria Noah Olga Peter Quinn Rosa Sam Tara
Uma Victor Wendy Xavier Yara Zoe Amir Bella Chen Dana Emil Fatima George Hana Ivan Julia Kofi Leila Marco Nadia Omar
Priya Rafael Sofia Tom Aisha Bruno Clara Diego Eva Felix Greta Henry Ines Jonas Kim Lucy Mateo Nina Oscar Paula""".split()


LAST_NAMES = """Adler Baker Costa Dunn Ellis Fischer Grant Hale Ibarra Jensen Keller Lowe Moreno Nolan Ortiz Parker Quist
Reyes Silva Turner Ueda Vargas Walsh Young Zimmer Abbott Becker Carver Doyle Everett Frost Garner Holt Irwin Jarvis
Kovac Lindqvist Marsh Novak Okafor Petrov Rossi Stein Tanaka Usman Vance Weber Yilmaz Brandt Chandra""".split()


CITIES = """Boston Chicago Denver Seattle Austin Miami London Paris Berlin Madrid Rome Lisbon Dublin Oslo Vienna Prague
Tokyo Seoul Mumbai Cairo Lagos Nairobi Sydney Toronto Montreal Lima Bogota Athens Warsaw Zurich Amsterdam Brussels
Istanbul Bangkok Singapore Jakarta Melbourne Vancouver Portland Atlanta Houston Phoenix""".split()
CITIES += ["New York", "San Diego", "Mexico City", "Buenos Aires", "Cape Town", "Hong Kong", "New Delhi", "Sao Paulo"]


TOWN_BEGINNINGS = (
    "Ash Birch Clear Dun East Fair Glen Haver Iron Kings Lake Mill North Oak Pine Red Silver Thorn Wind Wood".split()
)


TOWN_ENDINGS = (
    "bridge brook bury dale field ford ham haven hill mouth port ridge stead ton vale view wick worth".split()
)


TITLE_ADJECTIVES = "Silent Broken Golden Last Hidden Crimson Empty Frozen Burning Distant Little Midnight Paper Wild Lonely Hollow Velvet Second".split()


TITLE_NOUNS = "River Summer Mirror Garden Station Promise Winter Letter Harbor Shadow Kingdom Road Orchard Signal Lantern Storm Island Bridge Clock Door".split()


COMPANY_BEGINNINGS = "Nova Blue Quantum Green Solar Delta Prime Atlas Orion Vertex Lumen Cedar".split()


COMPANY_ENDINGS = "Systems Foods Motors Energy Labs Airways Pharma Media Logistics Textiles Robotics Bank".split()


OBJECTS = [
    "telescope",
    "bridge",
    "piano",
    "museum",
    "lighthouse",
    "engine",
    "compass",
    "festival",
    "novel",
    "clock",
    "vaccine",
    "violin",
    "castle",
    "radio",
    "tower",
    "camera",
    "theatre",
    "canal",
]


def town(rng):
    """A town's name."""
    return rng.choice(TOWN_BEGINNINGS) + rng.choice(TOWN_ENDINGS)


def person(rng):
    """A first and a last name."""
    return rng.choice(FIRST_NAMES) + " " + rng.choice(LAST_NAMES)


def year(rng):
    """A year from 1820 to 2019."""
    return str(rng.randint(1820, 2019))
