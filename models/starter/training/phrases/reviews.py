"""Phrases that the three kinds of review share."""

SENTIMENTS = ["positive", "negative", "neutral"]

SENTIMENT_LINKS = {
    "positive": ["", "", "", "Also, ", "Better still, ", "On top of that, ", "And "],
    "negative": ["", "", "", "Worse, ", "To make it worse, ", "On top of that, ", "And "],
    "neutral": ["", "", "", "On the other hand, ", "Meanwhile, ", "Still, "],
}

REVIEW_REMARKS = {
    "movie": {
        "positive": [
            "I watched it with [my sister|a friend|my parents|the kids] and we [all loved it|talked about it for hours|laughed and cried].",
            "The [crowd|whole audience|row behind me] [clapped|cheered] at the end.",
            "[Few|Hardly any] {g} films [feel this fresh|show so much heart|take such care].",
            "There is [real wit|tenderness|imagination] in every minute.",
            "It reminded me why I [love|go to] the cinema.",
            "[From the first shot|By the halfway point] I was completely hooked.",
            "[Smart|Funny|Tender|Bold] and [moving|original|full of life], it [deserves every award|works on every level].",
            "[A small|An honest|A rare] {g} film with [a big heart|something to say|a clear voice].",
            "[Even my grumpy uncle|My teenage son|Everyone I know] [enjoyed|liked] it.",
        ],
        "negative": [
            "I watched it with [my sister|a friend|my parents|the kids] and we [all hated it|kept checking the time|left before the end].",
            "[Half the crowd|The row behind me|Several people] [walked out|fell asleep|groaned].",
            "[Few|Hardly any] {g} films [feel this lazy|show so little heart|waste so much money].",
            "There is [no wit|no feeling|not one fresh idea] in it.",
            "It made me question why I [paid for|sat through] it.",
            "[From the first shot|By the halfway point] I wanted it to be over.",
            "[Loud|Hollow|Tedious|Clumsy] and [empty|stale|far too long], it [fails on every level|insults the audience].",
            "[A cheap|A cynical|An empty] {g} film with [nothing to say|no heart|no reason to exist].",
            "[Even my patient aunt|My teenage son|Everyone I know] [hated|gave up on] it.",
        ],
        "neutral": [
            "I watched it with [my sister|a friend|my parents] and we [could not agree|had different opinions|shrugged].",
            "The crowd was [quiet|split].",
            "It sits [in the middle of the pack|somewhere between good and bad] among {g} films.",
            "There are [a few nice ideas|some good moments] and [some dull stretches|a few weak scenes].",
            "It runs for [ninety minutes|two hours].",
        ],
    },
    "product": {
        "positive": [
            "I use it [every day|on every trip|at work] and it [still looks new|never fails|makes life easier].",
            "Delivery was [fast|early] and the packaging was neat.",
            "My [wife|husband|roommate|mother] [borrows it all the time|ordered the same one].",
            "After [three weeks|two months|a year] it [works like new|is still great].",
            "It is [worth far more than the price|better than the expensive brands].",
        ],
        "negative": [
            "I used it [twice|for one week] and it [stopped working|fell apart|went in the bin].",
            "Delivery was [late|a mess] and the box was [torn|dirty].",
            "My [wife|husband|roommate|mother] [laughed at it|told me to return it].",
            "After [three days|two weeks|a month] it [was dead|is useless].",
            "Customer service [ignored me|refused to help|never replied].",
        ],
        "neutral": [
            "I use it [now and then|on weekends].",
            "Delivery took [five days|a week], as announced.",
            "My [wife|husband|roommate] has [no strong opinion|mixed feelings].",
            "After [three weeks|a month] I [still cannot decide|see both sides].",
        ],
    },
    "restaurant": {
        "positive": [
            "We celebrated [a birthday|our anniversary|a new job] there and it was [perfect|magical].",
            "The chef [came to say hello|sent us a free dessert].",
            "Even [my picky son|my father|the children] [asked for more|cleaned the plate].",
            "It is [worth the trip|my new favourite place].",
        ],
        "negative": [
            "We wanted to celebrate [a birthday|our anniversary] and it was [ruined|a disaster].",
            "[A hair|A fly|Something hard] was in the [soup|salad|rice].",
            "Even [my easy-going father|the children] [refused to eat|left the plate full].",
            "I had [a stomach ache|regrets] all night.",
        ],
        "neutral": [
            "We went there [after work|on a weekday] and it was [half full|quiet].",
            "The menu is [short|long] and [changes rarely|fairly standard].",
            "It is [close to the station|easy to find].",
        ],
    },
}
