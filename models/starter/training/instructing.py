"""Lists, dialogues, instructions and small talk."""

import json

from grammar import LENGTH_BANDS, expand, pick
from phrases.instructions import (
    CONSTRAINTS,
    DOCUMENT_KINDS,
    GREETINGS,
    INSTRUCTION_TOPICS,
    INSTRUCTIONS,
)
from phrases.lists import LISTS
from phrases.tickets import TICKET_FIXES, TICKETS
from prompts import chat
from texts import support_ticket


def list_values(rng, public):
    """List values of an attribute."""
    name = pick(rng, LISTS)
    values = LISTS[name]
    count = rng.randint(3, min(10, len(values)))
    chosen = rng.sample(values, count)
    prompt = rng.choice(
        [
            f"List {count} {name}.",
            f"Give me {count} {name}.",
            f"Name {count} {name}.",
            f"Please list {count} different {name}.",
            f"Suggest {count} {name}.",
            f"What are {count} {name}?",
            f'Generate {count} values for the attribute "{name}".',
        ]
    )
    layout = rng.choice(["num", "num", "comma", "json", "line", "bul"])
    prompt += {
        "num": rng.choice(["", " Use a numbered list.", " Number them."]),
        "comma": rng.choice([" Separate them with commas.", " Answer as a comma-separated list."]),
        "json": rng.choice([" Return a JSON array.", " Answer as a JSON list of strings."]),
        "line": " One per line.",
        "bul": " Use bullet points.",
    }[layout]
    if rng.random() < 0.15:
        shown = rng.sample(values, min(2, len(values)))
        prompt += " For example: " + ", ".join(shown) + "."
    answers = {
        "num": "\n".join(f"{number}. {value}" for number, value in enumerate(chosen, 1)),
        "comma": ", ".join(chosen),
        "json": json.dumps(chosen),
        "line": "\n".join(chosen),
        "bul": "\n".join("- " + value for value in chosen),
    }[layout]
    return chat(rng, "list", prompt, answers)


def dialogue(rng, public):
    """A conversation between a customer and an agent, as turns or as one text."""
    intent = pick(rng, TICKETS)
    ticket = support_ticket(rng, dict(label=intent, band=pick(rng, LENGTH_BANDS[:6])))
    question = rng.choice(
        [
            "I am sorry to hear that. Could you tell me your order or customer number?",
            "Thank you for reaching out. When did this start?",
            "I understand. Which device or version do you use?",
            "I can help with that. May I have your email address?",
        ]
    )
    answer = expand(
        rng.choice(
            [
                "It is {ord}.",
                "It started on {day}.",
                "I use a [phone|laptop|tablet].",
                "It is {fn}@mail.example.",
                "Sure, the number is {ord}.",
            ]
        ),
        rng,
    )
    solution = expand(TICKET_FIXES[intent], rng) + "."
    thanks = rng.choice(
        ["Great, thank you!", "Thanks, that helps.", "Perfect, thanks a lot.", "Okay, I will try that."]
    )
    bye = rng.choice(
        ["You are welcome. Have a nice day!", "Happy to help. Is there anything else?", "Glad I could help. Goodbye!"]
    )
    turns = [ticket["text"], question, answer, solution, thanks, bye]
    if rng.random() < 0.55:
        count = rng.choice([2, 4, 6])
        messages = (
            [
                dict(
                    role="system",
                    content=rng.choice(
                        [
                            "You are a customer support agent.",
                            "You are a friendly support agent.",
                            "You answer customer questions.",
                        ]
                    ),
                )
            ]
            if rng.random() < 0.6
            else []
        )
        return dict(
            task="dialogue",
            messages=messages
            + [
                dict(role="user" if number % 2 == 0 else "assistant", content=turn)
                for number, turn in enumerate(turns[:count])
            ],
        )
    speakers = rng.choice([("Customer", "Agent"), ("User", "Assistant")])
    prompt = rng.choice(
        [
            f"Write a short dialogue between a {speakers[0].lower()} and an {speakers[1].lower()} about {intent}.",
            f"Generate a {speakers[0].lower()}-{speakers[1].lower()} conversation. Topic: {intent}.",
        ]
    )
    return chat(
        rng, "dialogue_text", prompt, "\n".join(f"{speakers[number % 2]}: {turn}" for number, turn in enumerate(turns))
    )


def instruction(rng):
    """An instruction that someone might give."""
    return expand(
        pick(rng, INSTRUCTIONS),
        rng,
        {"doc": DOCUMENT_KINDS, "tp": (topics := rng.sample(INSTRUCTION_TOPICS, 2))[0], "tp2": topics[1]},
    )


def instruct(rng, public):
    """Propose, constrain, recognise or follow an instruction."""
    task = rng.choice(["propose", "propose", "constrain", "clsq", "seed"])
    if task == "propose":
        count = rng.randint(3, 8)
        pool = [instruction(rng) for _ in range(count)]
        if "seed" in public and rng.random() < 0.5:
            pool[: count // 2] = [text for text, _ in rng.sample(public["seed"], count // 2)]
        proposed = instruction(rng) if "seed" not in public or rng.random() < 0.75 else pick(rng, public["seed"])[0]
        heading = rng.choice(
            [
                "Come up with a series of tasks:",
                "Here are some task instructions:",
                "Below are example tasks. Propose a new task that is different from them.",
                "Task pool:",
            ]
        )
        tail = rng.choice([f"{count + 1}.", "Write one new task instruction.", "Propose a new task:"])
        return chat(
            rng,
            "propose",
            heading + "\n" + "\n".join(f"{task_text}. {text}" for task_text, text in enumerate(pool, 1)) + "\n" + tail,
            proposed,
        )
    if task == "constrain":
        task_text = instruction(rng)
        constraint = pick(rng, CONSTRAINTS).replace("{k}", str(rng.choice([20, 30, 50, 80, 100])))
        prompt = rng.choice(
            [
                f"Rewrite this instruction to add a constraint: {task_text}",
                f"Make the instruction a little harder by adding one requirement.\nInstruction: {task_text}",
                f"#Given Prompt#: {task_text}\nAdd one more constraint.\n#Rewritten Prompt#:",
            ]
        )
        return chat(rng, "constrain", prompt, task_text + " " + constraint)
    if task == "clsq":
        task_text = instruction(rng)
        return chat(
            rng,
            "is_cls",
            f"Is this a classification task? Answer yes or no.\nTask: {task_text}",
            "yes" if task_text.startswith(("Classify", "Answer the question")) else "no",
        )
    if "seed" in public:
        text, output = pick(rng, [pair for pair in public["seed"] if pair[1]])
        return chat(rng, "seed", text, output)
    return instruct(rng, public)


def greet(rng, public):
    """Small talk."""
    questions, answers = pick(rng, GREETINGS)
    return chat(rng, "hello", pick(rng, questions), pick(rng, answers))
