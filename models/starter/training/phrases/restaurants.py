"""Phrases of restaurant reviews."""

CUISINES = {
    "italian": ["the carbonara", "the margherita pizza", "the tiramisu", "the lasagna", "the risotto"],
    "mexican": ["the tacos", "the mole", "the guacamole", "the enchiladas", "the churros"],
    "japanese": ["the ramen", "the sushi", "the tempura", "the miso soup", "the katsu"],
    "indian": ["the curry", "the naan", "the biryani", "the samosas", "the paneer"],
    "thai": ["the pad thai", "the green curry", "the mango rice", "the tom yum soup", "the spring rolls"],
    "french": ["the onion soup", "the duck", "the croissant", "the steak frites", "the crepes"],
    "greek": ["the moussaka", "the gyros", "the grilled octopus", "the baklava", "the feta salad"],
    "korean": ["the bibimbap", "the kimchi", "the barbecue", "the fried chicken", "the tofu stew"],
    "vegan": ["the lentil burger", "the beet salad", "the cashew cheese", "the mushroom stew", "the oat dessert"],
    "seafood": ["the oysters", "the grilled salmon", "the chowder", "the lobster roll", "the mussels"],
    "burger": ["the cheeseburger", "the fries", "the milkshake", "the onion rings", "the bun"],
    "chinese": ["the dumplings", "the noodles", "the roast duck", "the fried rice", "the hot pot"],
    "turkish": ["the kebab", "the lentil soup", "the pide", "the meze plate", "the rice pudding"],
    "ethiopian": ["the injera", "the lentil stew", "the spiced beef", "the coffee ceremony", "the collard greens"],
    "bakery": ["the sourdough", "the cinnamon roll", "the cheesecake", "the almond tart", "the rye bread"],
    "spanish": ["the paella", "the tapas", "the gazpacho", "the tortilla", "the octopus"],
}

RESTAURANT_ASPECTS = {
    "food": (
        ["{dish}", "{dish}", "{dish}"],
        ["tasted [incredible|fresh|like home]", "came out perfect", "was [full of flavour|divine|the best I ever had]"],
        ["tasted [bland|stale|burnt]", "arrived cold", "was [greasy|raw in the middle|inedible]"],
        ["tasted [fine|ordinary]", "was [okay|as expected]"],
    ),
    "service": (
        ["the service", "our waiter", "the staff", "the hostess"],
        ["was [warm and quick|attentive|a delight]", "made us feel at home", "remembered our names"],
        ["was [rude|slow|nowhere to be found]", "ignored us for an hour", "argued about the bill"],
        ["was [polite|correct but distant]", "did the job"],
    ),
    "ambience": (
        ["the atmosphere", "the dining room", "the terrace"],
        ["was [cosy|charming|romantic]", "felt like a holiday", "glowed with candles"],
        ["was [loud|dirty|freezing]", "smelled of old oil", "felt like a bus station"],
        ["was [simple|plain|quiet]", "was neither special nor bad"],
    ),
    "price": (
        ["the price", "the bill", "the lunch menu"],
        ["was [very fair|a bargain]", "was lower than expected"],
        ["was [outrageous|a rip-off]", "included charges nobody ordered"],
        ["was [average|what you would expect]"],
    ),
    "portion": (
        ["the portion size", "every portion"],
        ["was [generous|more than enough]", "could feed two people"],
        ["was [tiny|insulting]", "left us hungry"],
        ["was [normal|standard]"],
    ),
    "wait": (
        ["the wait", "the booking"],
        ["was [short|no problem at all]", "took only five minutes"],
        ["was [endless|over an hour]", "was lost twice"],
        ["was about twenty minutes"],
    ),
    "drinks": (
        ["the wine list", "the house lemonade", "the coffee"],
        ["was [excellent|refreshing|well chosen]", "matched everything"],
        ["was [watery|warm and flat|overpriced]", "tasted like dishwater"],
        ["was [acceptable|limited]"],
    ),
}

RESTAURANT_OPENINGS = {
    "positive": [
        "[We|I] [loved|adored] this {c} place in {loc}.",
        "The best {c} restaurant in {loc}.",
        "What a lovely {c} dinner in {loc}.",
        "Fantastic {c} food in {loc}.",
        "This {c} spot is a gem in {loc}.",
    ],
    "negative": [
        "[We|I] [hated|regretted] this {c} place in {loc}.",
        "The worst {c} restaurant in {loc}.",
        "What an awful {c} dinner in {loc}.",
        "Terrible {c} food in {loc}.",
        "Avoid this {c} spot in {loc}.",
    ],
    "neutral": [
        "This {c} place in {loc} is [average|okay].",
        "An ordinary {c} dinner in {loc}.",
        "Mixed feelings about this {c} restaurant in {loc}.",
        "This {c} spot in {loc} has ups and downs.",
    ],
}

RESTAURANT_CLOSINGS = {
    "positive": [
        "We will be back.",
        "[Highly recommended|Five stars|Book a table now].",
        "I am already planning the next visit.",
    ],
    "negative": ["We will never return.", "[One star|Stay away|Save your money].", "I left hungry and angry."],
    "neutral": ["Fine if you are nearby.", "[Three stars|Not bad, not great].", "We may or may not return."],
}
