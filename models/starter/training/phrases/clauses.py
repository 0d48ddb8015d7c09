"""Phrases of contract clauses: fair ones, then unfair ones."""

CLAUSES = {
    "limitation of liability": (
        [
            "{P} is liable for damage caused by [its own negligence|its fault] [up to the amount paid|as required by law].",
            "Nothing in these terms limits liability for [death, injury or fraud|intentional harm].",
        ],
        [
            "{P} is not liable for any damage, [even if caused by its own negligence|whatever the cause].",
            "Under no circumstances shall {P} be responsible for [any loss of data or profit|any harm], and you waive all claims.",
        ],
    ),
    "unilateral termination": (
        [
            "Either party may end this agreement with [thirty|sixty] days' written notice.",
            "{P} may suspend an account only for a serious breach and after [written notice|a chance to respond].",
        ],
        [
            "{P} may [terminate|suspend] your account at any time, [for any reason or no reason|without notice].",
            "{P} reserves the right to end the service at its sole discretion, without refund.",
        ],
    ),
    "unilateral change": (
        [
            "{P} will announce changes [thirty|sixty] days in advance, and you may cancel free of charge.",
            "Changes take effect only after you [agree|accept them in writing].",
        ],
        [
            "{P} may change these terms at any time [without notice|at its sole discretion], and continued use means acceptance.",
            "{P} may modify prices whenever it wishes, and you are bound by the new price.",
        ],
    ),
    "arbitration": (
        [
            "You may choose between [court and arbitration|arbitration and the small claims court] to settle a dispute.",
            "Arbitration is voluntary and {P} pays the fees.",
        ],
        [
            "All disputes must be settled by binding arbitration [chosen by {P}|in the state of {P}], and you give up the right to a jury.",
            "You agree to arbitrate every claim and pay all costs.",
        ],
    ),
    "jurisdiction": (
        [
            "Disputes may be brought before the courts of [your place of residence|the country where you live].",
            "You may sue in your home country.",
        ],
        [
            "All disputes must be brought exclusively before the courts of {loc}, wherever you live.",
            "You accept the sole jurisdiction of the courts chosen by {P}.",
        ],
    ),
    "choice of law": (
        [
            "The law of [your country of residence|the consumer's home country] applies.",
            "Mandatory consumer rules of your country remain in force.",
        ],
        [
            "This agreement is governed only by the laws of {loc}, without regard to your local rights.",
            "The law selected by {P} applies and overrides local consumer law.",
        ],
    ),
    "content removal": (
        [
            "{P} removes content only if it breaks the [published rules|law], and explains the reason.",
            "You may appeal any removal within [fourteen|thirty] days.",
        ],
        [
            "{P} may remove any content at its sole discretion [without notice|for no reason].",
            "{P} may delete your files at any time and owes no explanation.",
        ],
    ),
    "contract by using": (
        [
            "You are bound only after you [sign|click to accept] these terms.",
            "Visiting the site does not create a contract.",
        ],
        [
            "By [visiting|browsing] the site you agree to all terms, even if you have not read them.",
            "Mere use of the service means you accept every future version of these terms.",
        ],
    ),
    "privacy": (
        [
            "{P} uses personal data only [to provide the service|with your consent], and you may withdraw it at any time.",
            "You may ask for a copy or deletion of your data free of charge.",
        ],
        [
            "{P} may share your personal data with any partner for any purpose.",
            "By using the service you give {P} a permanent right to sell your data.",
        ],
    ),
    "payment": (
        [
            "Fees are listed before purchase, and you may cancel within [fourteen|thirty] days for a full refund.",
            "{P} sends a reminder before each renewal.",
        ],
        [
            "All fees are final and never refunded, even if the service fails.",
            "{P} may charge your card any amount it considers due.",
        ],
    ),
}
