"""Phrases of bank customer queries."""

BANK_QUERIES = {
    "card arrival": [
        "My new card [still has not arrived|is not here yet].",
        "When will my card [come|get here|be delivered]?",
        "[How long|How many days] until my card arrives?",
        "I ordered a card [last week|two weeks ago] and nothing came.",
        "Can I track my card in the post?",
    ],
    "lost or stolen card": [
        "I [lost|cannot find|misplaced] my card.",
        "Someone stole my [card|wallet] in {loc}.",
        "My card was stolen, please block it.",
        "I think I left my card in a [taxi|restaurant].",
        "How do I report a stolen card?",
    ],
    "change PIN": [
        "How do I change my PIN?",
        "I want a new PIN for my card.",
        "Can I [set|choose] a different PIN at the machine?",
        "Where can I change my PIN in {loc}?",
        "I would like to update my PIN.",
    ],
    "exchange rate": [
        "What exchange rate do you use?",
        "Is the exchange rate for [euros|dollars|pounds] fixed?",
        "How do you calculate the exchange rate?",
        "The exchange rate today looks [good|strange].",
        "Where can I see current exchange rates?",
    ],
    "declined payment": [
        "My card was declined at [a shop|the supermarket|a hotel in {loc}].",
        "Why was my payment refused?",
        "My card payment did not go through.",
        "The terminal rejected my card [twice|again].",
        "I have money but my payment was declined.",
    ],
    "transfer not received": [
        "My transfer has not arrived.",
        "I sent money to [a friend|my landlord] and they have not received it.",
        "Where is the {amt} I transferred?",
        "How long does a transfer take to show up?",
        "The recipient says the transfer never came.",
    ],
    "top up failed": [
        "My top up [failed|did not work|was rejected].",
        "Why can't I top up my account?",
        "I tried to add {amt} and the top up failed.",
        "The top up keeps giving an error.",
        "My top up was reverted.",
    ],
    "close account": [
        "I want to close my account.",
        "How do I delete my account?",
        "Please terminate my account.",
        "I am leaving the bank, what are the steps?",
        "Can I close my account online?",
    ],
    "cash withdrawal fee": [
        "Why was I charged for withdrawing cash?",
        "Is there a fee at [the machine|ATMs in {loc}]?",
        "I took out {amt} and paid a fee.",
        "The cash machine charged me extra.",
        "How much does a cash withdrawal cost?",
    ],
    "verify identity": [
        "How do I verify my identity?",
        "Why do you need my passport?",
        "My identity check [failed|is still pending].",
        "Which documents can I use to verify myself?",
        "The app cannot verify my identity.",
    ],
    "loan request": [
        "I would like to apply for a loan of {amt}.",
        "What interest do you charge on a [car|home|student] loan?",
        "How do I get a mortgage?",
        "Can I borrow {amt} for two years?",
        "Am I eligible for a personal loan?",
    ],
    "savings account": [
        "How do I open a savings account?",
        "What interest does the savings account pay?",
        "I want to save {amt} a month.",
        "Can I open a second savings account for my [son|daughter]?",
        "Is my savings account free?",
    ],
    "update address": [
        "I moved to {loc}, how do I change my address?",
        "Please update my address.",
        "My address in the app is wrong.",
        "I have a new home address.",
        "Where do I edit my personal details?",
    ],
    "charged twice": [
        "I was charged twice for the same [coffee|purchase|ticket].",
        "A payment of {amt} appears two times.",
        "Why is there a duplicate transaction?",
        "The shop in {loc} billed me twice.",
        "One purchase shows up twice on my statement.",
    ],
    "apple pay": [
        "How do I add my card to Apple Pay?",
        "Apple Pay does not work with my card.",
        "Can I use Google Pay with this account?",
        "My phone wallet rejects the card.",
        "Is Apple Pay supported in {loc}?",
    ],
}

BANK_OPENINGS = ["Hi, ", "Hello, ", "Good morning. ", "Excuse me, ", "", "", "", "", "Hi there. ", "Quick question: "]

BANK_CLOSINGS = [
    "Please help.",
    "Thanks!",
    "Can you check?",
    "I am worried.",
    "It is urgent.",
    "Thank you in advance.",
    "What should I do?",
    "I have been waiting all day.",
    "Is this normal?",
]
