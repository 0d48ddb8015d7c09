"""Tasks around a passage: writing it, finding entities, asking, answering, explaining, inferring."""

import json
from dataclasses import dataclass

from grammar import expand, pick
from labelling import classification_prompt
from phrases.bank import BANK_QUERIES
from phrases.facts import FACT_TEMPLATES, kind_name
from phrases.names import CITIES
from prompts import chat


@dataclass(frozen=True)
class Fact:
    """A value of one fact and what its template holds."""

    key: str
    value: str
    type: str
    statements: list[str]
    questions: list[str]
    values: object

    def another_value(self, rng):
        """A drawn value, which may be the same one."""
        return self.values(rng) if callable(self.values) else pick(rng, self.values)


@dataclass(frozen=True)
class Passage:
    """A passage, what it says, and the fact and question that a task may be about."""

    kind: str
    name: str
    facts: list[Fact]
    text: str
    fact: Fact
    question: str


def capitalized(sentence):
    """The sentence with a capital first letter and nothing else changed."""
    return sentence[0].upper() + sentence[1:]


def state(rng, name, fact, value=None, naming=False):
    """A sentence that states a fact (with another value, if given); with `naming`, one that names the subject."""
    statements = [statement for statement in fact.statements if "{n}" in statement] if naming else fact.statements
    statement = pick(rng, statements or fact.statements)
    return capitalized(statement.replace("{n}", name).replace("{v}", value or fact.value))


def draw_passage(rng):
    """A passage of three or more facts about a drawn subject."""
    kind = pick(rng, FACT_TEMPLATES)
    name = kind_name(kind, rng)
    templates = FACT_TEMPLATES[kind]
    facts = []
    for key, values, value_type, statements, questions in rng.sample(templates, rng.randint(3, len(templates))):
        value = values(rng) if callable(values) else pick(rng, values)
        facts.append(Fact(key, value, value_type, statements, questions, values))
    introductions = {
        "scientist": f"{name} was a scientist.",
        "company": f"{name} is a company.",
        "book": f"{name} is a novel.",
        "band": f"{name} is a music group.",
    }
    introduction = introductions.get(kind, f"{capitalized(name)} is a {kind}.")
    text = " ".join([introduction] + [state(rng, name, fact) for fact in facts])
    fact = pick(rng, facts)
    return Passage(kind, name, facts, text, fact, pick(rng, fact.questions).replace("{n}", name))


def use_facts(rng, public):
    """One of the tasks around a passage."""
    passage = draw_passage(rng)
    task = rng.choice(TASKS)
    return task(rng, passage, public)


def write_passage(rng, passage, public):
    """Write a passage about a subject."""
    kind, name = passage.kind, passage.name
    prompt = rng.choice(
        [
            f"Write a short passage about the {kind} {name}.",
            f"Write a Wikipedia-style passage about {name}, a {kind}.",
            f"This is a passage about {name} ({kind}):",
            f"Write an informative paragraph about {name} ({kind}).",
        ]
    )
    return chat(rng, "passage", prompt, passage.text)


def find_entities(rng, passage, public):
    """List the entities of a passage as JSON."""
    entities = [{"span": passage.name, "type": passage.kind}]
    entities += [{"span": fact.value, "type": fact.type} for fact in passage.facts]
    prompt = rng.choice(
        [
            'Extract the entities from the passage as a JSON list with "span" and "type".',
            "List all entities in the text. Return JSON objects with keys span and type.",
            "Find the named entities (span, type) and answer in JSON.",
        ]
    )
    return chat(rng, "entities", f"{prompt}\n\nPassage: {passage.text}", json.dumps(entities, ensure_ascii=False))


def ask(rng, passage, public):
    """Write the question that a span answers."""
    text, value = passage.text, passage.fact.value
    prompt = rng.choice(
        [
            f'Passage: {text}\n\nWrite a question whose answer is "{value}".',
            f"{text}\n\n{value} is the answer to the question:",
            f"Read the passage and ask a question with the answer {value}.\n\nPassage: {text}\nQuestion:",
        ]
    )
    return chat(rng, "qgen", prompt, passage.question)


def answer(rng, passage, public):
    """Answer a question with a span."""
    text, question = passage.text, passage.question
    prompt = rng.choice(
        [
            f"Passage: {text}\n\nQuestion: {question}\nAnswer:",
            f"Answer the question from the passage with a short span.\n\n{text}\n\nQuestion: {question}",
            f"Read the text and answer.\nText: {text}\nQuestion: {question}",
        ]
    )
    return chat(rng, "qa", prompt, passage.fact.value)


def ask_and_answer(rng, passage, public):
    """Write a question and its answer as JSON."""
    text = passage.text
    prompt = rng.choice(
        [
            "Create a question-answer pair from the passage. "
            f'Return JSON with keys "question" and "answer".\n\nPassage: {text}',
            f'Passage: {text}\n\nWrite one question and its answer as a JSON object with "question" and "answer".',
        ]
    )
    pair = {"question": passage.question, "answer": passage.fact.value}
    return chat(rng, "qajson", prompt, json.dumps(pair, ensure_ascii=False))


def explain(rng, passage, public):
    """Explain an answer by the sentence of the passage that states it."""
    name, fact = passage.name, passage.fact
    statement = state(rng, name, fact, naming=True)
    for template in fact.statements:
        sentence = capitalized(template.replace("{n}", name).replace("{v}", fact.value))
        if sentence in passage.text:
            statement = sentence
    request = rng.choice(
        [
            "Explain the answer in one sentence.",
            "Give a one-sentence explanation.",
            "Why is this the answer? Use one sentence.",
        ]
    )
    prompt = f"Passage: {passage.text}\nQuestion: {passage.question}\nAnswer: {fact.value}\n\n{request}"
    explanation = rng.choice(
        [
            f'The answer is {fact.value} because the passage says: "{statement}"',
            f'The passage states "{statement}" so the answer is {fact.value}.',
        ]
    )
    return chat(rng, "explain", prompt, explanation)


def paraphrase(rng, passage, public):
    """Say a fact or a bank query in other words."""
    fact = passage.fact
    if rng.random() < 0.5 and len(fact.statements) > 1:
        original, other = (
            capitalized(statement.replace("{n}", passage.name).replace("{v}", fact.value))
            for statement in rng.sample(fact.statements, 2)
        )
    else:
        intent = pick(rng, BANK_QUERIES)
        original, other = [
            expand(query, rng, {"loc": pick(rng, CITIES)}) for query in rng.sample(BANK_QUERIES[intent], 2)
        ]
    request = rng.choice(
        ["Paraphrase the sentence: ", "Rewrite this in other words: ", "Say the same thing differently: "]
    )
    return chat(rng, "para", request + original, other)


UNSUPPORTED = [
    "was mentioned in a school book",
    "is popular with children",
    "appears on a postage stamp",
    "inspired a documentary",
    "is loved by tourists",
    "was praised by a famous critic",
    "won a small prize last year",
]
RELATIONS = ["entailment", "neutral", "contradiction"]


def premise_and_hypothesis(rng, passage, relation):
    """Two or three facts, and a sentence with that relation to them."""
    name, facts = passage.name, passage.facts
    premise = " ".join(state(rng, name, fact, naming=True) for fact in rng.sample(facts, 2))
    # Each fact draws a sentence that is not used: the draws must stay those of the published corpus.
    stated = [fact for fact in facts if state(rng, name, fact, naming=True) and fact.value in premise]
    fact = pick(rng, stated or facts)
    if fact.value not in premise:
        premise = state(rng, name, fact, naming=True) + " " + premise
    if relation == "entailment":
        return premise, state(rng, name, fact, naming=True)
    if relation == "neutral":
        return premise, f"{capitalized(name)} {rng.choice(UNSUPPORTED)}."
    for _ in range(9):
        value = fact.another_value(rng)
        if value != fact.value:
            break
    return premise, state(rng, name, fact, value, naming=True)


def hypothesise(rng, passage, public):
    """Write a hypothesis with a given relation to a premise."""
    relation = rng.choice(RELATIONS)
    if "mnli" in public and rng.random() < 0.4:
        premise, hypothesis, relation = pick(rng, public["mnli"])
    else:
        premise, hypothesis = premise_and_hypothesis(rng, passage, relation)
    article = {"contradiction": "a ", "entailment": "an "}.get(relation, "")
    prompt = rng.choice(
        [
            f"Premise: {premise}\nWrite a hypothesis with the relation: {relation}.",
            f"Write a sentence that is {article}{relation} for the premise.\nPremise: {premise}\nHypothesis:",
            f"Given the premise, generate a hypothesis. Label: {relation}\nPremise: {premise}",
        ]
    )
    return chat(rng, "nli", prompt, hypothesis)


def relate(rng, passage, public):
    """Label the relation of a hypothesis to a premise."""
    relation = rng.choice(RELATIONS)
    if "mnli" in public:
        # Not used either: a draw of the published corpus.
        rng.random()
    premise, hypothesis = premise_and_hypothesis(rng, passage, relation)
    text = f"Premise: {premise}\nHypothesis: {hypothesis}"
    prompt = classification_prompt(rng, text, rng.sample(RELATIONS, 3), "relation")
    return chat(rng, "nlicls", prompt, relation)


def write_facts(rng, passage, public):
    """Write a text that states the given triples."""
    request = rng.choice(
        [
            "Write a text that states exactly these facts:\n",
            "Turn the triples into text:\n",
            "Generate a sentence or paragraph from these facts:\n",
        ]
    )
    triples = "\n".join(f"({passage.name}; {fact.key}; {fact.value})" for fact in passage.facts)
    return chat(rng, "triples", request + triples, " ".join(state(rng, passage.name, fact) for fact in passage.facts))


TASKS = [
    write_passage,
    write_passage,
    find_entities,
    ask,
    answer,
    answer,
    explain,
    paraphrase,
    hypothesise,
    hypothesise,
    relate,
    write_facts,
    ask_and_answer,
]
