"""Values that the model may be asked to list."""

from phrases.bank import BANK_QUERIES
from phrases.clauses import CLAUSES
from phrases.clinical import SPECIALTIES
from phrases.movies import GENRES, MOVIE_ASPECTS
from phrases.names import CITIES
from phrases.news import NEWS
from phrases.products import PRODUCTS
from phrases.restaurants import CUISINES
from phrases.short_texts import EMOTIONS
from phrases.students import SUBJECTS
from phrases.tickets import TICKETS
from phrases.voices import PERSONAS, STYLES

LISTS = {
    "movie genres": list(GENRES),
    "product categories": list(PRODUCTS),
    "cuisines": list(CUISINES),
    "cities": CITIES,
    "writing styles": list(STYLES),
    "personas": PERSONAS,
    "news topics": list(NEWS),
    "medical specialties": list(SPECIALTIES),
    "school subjects": list(SUBJECTS),
    "emotions": list(EMOTIONS) + ["pride", "shame", "hope", "boredom", "relief", "envy"],
    "customer support issues": list(TICKETS),
    "banking topics": list(BANK_QUERIES),
    "contract clause types": list(CLAUSES),
    "aspects of a movie": list(MOVIE_ASPECTS),
    "aspects of a restaurant": [
        "food",
        "service",
        "ambience",
        "price",
        "portion size",
        "waiting time",
        "drinks",
        "cleanliness",
        "location",
    ],
    "positive sentiment words": "wonderful excellent superb delightful charming brilliant lovely fantastic moving perfect outstanding refreshing joyful impressive".split(),
    "negative sentiment words": "terrible awful boring dull disappointing horrible weak annoying sloppy painful dreadful bland rude useless".split(),
    "neutral words": "average ordinary standard typical acceptable plain moderate usual fair common middling".split(),
    "animals": "fox owl turtle horse rabbit whale tiger goat sparrow bear otter camel dolphin wolf".split(),
    "fruits": "apple pear mango plum cherry banana grape fig peach melon lemon kiwi".split(),
    "vegetables": "carrot onion leek spinach potato cabbage pepper bean pumpkin beet celery".split(),
    "professions": "nurse baker lawyer pilot teacher plumber architect farmer dentist journalist chemist tailor".split(),
    "sports": "tennis football rowing judo hockey cycling swimming golf boxing volleyball climbing".split(),
    "hobbies": "gardening painting chess knitting hiking baking photography fishing reading pottery".split(),
    "musical instruments": "violin piano flute drums guitar cello trumpet harp clarinet oboe".split(),
    "colours": "red blue green yellow purple orange brown grey pink white black".split(),
    "programming languages": ["Python", "Rust", "Java", "C", "Go", "Ruby", "Swift", "Haskell", "Kotlin", "JavaScript"],
    "countries": [
        "Brazil",
        "Japan",
        "Kenya",
        "Norway",
        "Peru",
        "India",
        "Egypt",
        "Canada",
        "Spain",
        "Vietnam",
        "Chile",
        "Poland",
    ],
    "vehicles": "bus train bicycle tram ferry truck scooter van taxi tractor".split(),
    "weather conditions": "rain snow fog hail sunshine wind thunder drizzle frost".split(),
    "kinds of text": [
        "movie review",
        "product review",
        "news brief",
        "support ticket",
        "short story",
        "clinical note",
        "contract clause",
        "bank query",
        "poem",
        "email",
        "recipe",
        "diary entry",
    ],
    "famous building types": [
        "museum",
        "castle",
        "tower",
        "bridge",
        "theatre",
        "lighthouse",
        "library",
        "temple",
        "stadium",
        "station",
    ],
    "tools": "hammer saw drill wrench ruler pliers chisel file clamp".split(),
    "household items": "lamp kettle sofa mirror blanket clock basket shelf curtain pillow".split(),
}

LISTS |= {f"subtopics of {subject}": topics for subject, topics in SUBJECTS.items()}
LISTS |= {
    f"elements of a {genre}" + ("" if "film" in genre else " movie"): [
        element.replace("the ", "").replace("every ", "") for element in elements
    ]
    for genre, elements in GENRES.items()
}
LISTS |= {f"{cuisine} dishes": [dish.replace("the ", "") for dish in dishes] for cuisine, dishes in CUISINES.items()}
LISTS |= {f"symptoms seen in {specialty}": phrases[0] for specialty, phrases in SPECIALTIES.items()}
