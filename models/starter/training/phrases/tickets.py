"""Phrases of customer support tickets."""

TICKET_APPS = [
    "CloudNest",
    "the mobile app",
    "TaskPilot",
    "PhotoBox",
    "the web portal",
    "FitTrack",
    "MealPlan Pro",
    "StreamHub",
    "the online shop",
    "NoteWave",
    "HomeLink",
    "LearnLab",
]

TICKET_ITEMS = [
    "headphones",
    "lamp",
    "jacket",
    "blender",
    "keyboard",
    "backpack",
    "camera",
    "kettle",
    "chair",
    "phone case",
    "tent",
    "watch",
    "speaker",
    "rug",
    "bookshelf",
]

TICKETS = {
    "password reset": [
        "I [forgot|cannot remember] my password for {app}.",
        "The reset link for {app} [never arrives|has expired|leads to an empty page].",
        "I [tried|have tried] to reset my password [twice|three times|all morning].",
        "{app} says my new password is invalid.",
        "I checked the spam folder and found no reset email.",
    ],
    "billing error": [
        "I was charged [twice|the wrong amount|for a plan I never chose] on {app}.",
        "My invoice shows [{amt}|an extra fee of {amt}].",
        "The bill for {month} is wrong.",
        "My card was billed {amt} without notice.",
        "The total on the invoice does not match my order.",
    ],
    "refund request": [
        "I would like a refund for [my {item}|order {ord}].",
        "I returned the {item} [last week|ten days ago] and still have no money back.",
        "Please refund {amt} to my card.",
        "I cancelled order {ord} and want my money back.",
        "The {item} is not for me, so I am asking for a refund.",
    ],
    "delivery delay": [
        "My {item} [has not arrived|is late|was due on Monday].",
        "The tracking for order {ord} has not moved [for days|since {month}].",
        "The courier keeps changing the delivery date.",
        "I have been waiting [two weeks|ten days] for my {item}.",
        "Where is order {ord}?",
    ],
    "app crash": [
        "{app} crashes [every time I open it|when I tap save|after the update].",
        "The screen freezes and {app} closes.",
        "I reinstalled {app} and it still crashes.",
        "An error message appears and everything shuts down.",
        "Since the update {app} will not start.",
    ],
    "cancel subscription": [
        "I want to cancel my subscription to {app}.",
        "Please end my plan [today|before the next payment|at the end of {month}].",
        "I cannot find the cancel button in {app}.",
        "I no longer use {app} and wish to stop the membership.",
        "Please confirm that my subscription is cancelled.",
    ],
    "account locked": [
        "My {app} account is [locked|blocked|suspended].",
        "{app} says there were too many login attempts.",
        "I cannot sign in because the account was disabled.",
        "Please unlock my account.",
        "I was locked out after [changing my phone|a trip abroad].",
    ],
    "damaged item": [
        "The {item} arrived [broken|cracked|scratched|in pieces].",
        "The box was [crushed|torn open] and the {item} is damaged.",
        "One part of the {item} is bent.",
        "I can send photos of the damage.",
        "The {item} from order {ord} does not work because it was damaged in transit.",
    ],
    "wrong item": [
        "I ordered a {item} and received [something else|a different colour|the wrong size].",
        "Order {ord} contains the wrong product.",
        "You sent me someone else's {item}.",
        "The label says {item} but the box holds another product.",
        "Please send the {item} I actually ordered.",
    ],
    "feature request": [
        "It would be great if {app} had [a dark mode|offline access|a calendar view|an export button].",
        "Could you add [keyboard shortcuts|a search bar|reminders] to {app}?",
        "I wish {app} could [sync with my calendar|show weekly reports|support two languages].",
        "Please consider this idea for a future version.",
        "Many users would welcome this feature.",
    ],
    "setup help": [
        "I need help setting up {app}.",
        "How do I connect {app} to my [printer|television|new phone]?",
        "The installation of {app} stops at [step two|ninety percent|the licence page].",
        "I cannot find the setup guide.",
        "Which settings should I choose when I first open {app}?",
    ],
    "data export": [
        "How can I download my data from {app}?",
        "I need to export [all my notes|my photos|last year's records] as a file.",
        "The export in {app} creates an empty file.",
        "Please send me a copy of my data.",
        "Is there a way to save everything from {app} as a spreadsheet?",
    ],
}

TICKET_DETAILS = [
    "I am using [an older tablet|a new laptop|the latest version|my work computer].",
    "This started [yesterday|last Friday|two days ago|this morning].",
    "I have [a meeting|a deadline|a trip] tomorrow, so it is urgent.",
    "My customer number is {ord}.",
    "I have been a customer for [three|five|ten] years.",
    "A colleague has the same problem.",
    "I live in {loc}, in case that matters.",
    "I already [restarted everything|contacted the chat|read the help page].",
]

TICKET_CLOSINGS = [
    "Can you help?",
    "Please [reply soon|fix this|advise].",
    "Thank you for your help.",
    "I look forward to your answer.",
    "What should I do next?",
]

TICKET_FIXES = {
    "password reset": "[Please open the sign-in page and choose Forgot password|I have just sent a fresh reset link]. [The link works for one hour|Use the newest email only].",
    "billing error": "[I have checked the invoice and the extra charge was a mistake|I can see the wrong charge]. [It will be corrected within three days|A corrected invoice is on its way].",
    "refund request": "[I have started the refund|The refund is approved]. [The money should arrive within five working days|You will get an email once it is paid out].",
    "delivery delay": "[I contacted the courier|The parcel is held at the local depot]. [It should reach you within two days|A new delivery date will be sent today].",
    "app crash": "[Please update to the newest version and clear the cache|Our team found the fault and a fix is ready]. [Then restart the app|The update appears tonight].",
    "cancel subscription": "[Your subscription is cancelled|I have stopped the renewal]. [You keep access until the end of the month|No further payment will be taken].",
    "account locked": "[I have unlocked your account|The lock will lift after we confirm your email]. [Please sign in with a new password|You can try again in ten minutes].",
    "damaged item": "[I am sorry about the damage|That should not happen]. [A replacement ships today|Please send one photo and we will replace it].",
    "wrong item": "[I apologise for the mix-up|We packed the wrong box]. [The correct item ships today|A free return label is in your inbox].",
    "feature request": "[Thank you for the idea|That is a useful suggestion]. [I passed it to the product team|It is now on our list for a later version].",
    "setup help": "[Open settings and choose Add device|Start with the quick guide on the first page]. [Then follow the three steps|It takes about five minutes].",
    "data export": "[Open your profile and choose Export|I can prepare the file for you]. [The download link arrives by email|The file is saved as a spreadsheet].",
}
