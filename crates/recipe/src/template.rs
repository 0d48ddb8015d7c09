//! Prompts as templates: the subset of Jinja that they may use, and which names a prompt reads.

use minijinja::{
    Environment, UndefinedBehavior, filters,
    machinery::{ast, parse},
    syntax::SyntaxConfig,
    tests,
};

use crate::calculation;

/// Steps that rendering one prompt may take: far above any real prompt, far below a noticeable wait.
const FUEL: u64 = 200_000;

/// The filters that prompts may use.
pub const FILTERS: &[&str] = &[
    "calc",
    "capitalize",
    "default",
    "first",
    "indent",
    "int",
    "join",
    "last",
    "length",
    "list",
    "lower",
    "normalized",
    "replace",
    "reverse",
    "round",
    "sort",
    "title",
    "trim",
    "unique",
    "upper",
    "wordcount",
];

/// The tests that prompts may use, as in `{% if topic is defined %}`.
pub const TESTS: &[&str] =
    &["defined", "undefined", "none", "string", "number", "iterable", "odd", "even", "eq", "ne"];

/// The environment that renders prompts: no loaders, no functions, a few filters, bounded work. A name that is not
/// defined is an error. A tag on a line of its own leaves no empty line behind.
#[must_use]
pub fn environment() -> Environment<'static> {
    let mut env = Environment::empty();
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_syntax(syntax());
    env.set_fuel(Some(FUEL));
    env.add_filter("calc", calculation::calc);
    env.add_filter("capitalize", filters::capitalize);
    env.add_filter("default", filters::default);
    env.add_filter("first", filters::first);
    env.add_filter("indent", filters::indent);
    env.add_filter("int", filters::int);
    env.add_filter("join", filters::join);
    env.add_filter("last", filters::last);
    env.add_filter("length", filters::length);
    env.add_filter("list", filters::list);
    env.add_filter("lower", filters::lower);
    env.add_filter("normalized", |text: &str| normalized(text));
    env.add_filter("replace", filters::replace);
    env.add_filter("reverse", filters::reverse);
    env.add_filter("round", filters::round);
    env.add_filter("sort", filters::sort);
    env.add_filter("title", filters::title);
    env.add_filter("trim", filters::trim);
    env.add_filter("unique", filters::unique);
    env.add_filter("upper", filters::upper);
    env.add_filter("wordcount", |text: &str| text.split_whitespace().count());
    env.add_test("defined", tests::is_defined);
    env.add_test("undefined", tests::is_undefined);
    env.add_test("none", tests::is_none);
    env.add_test("string", tests::is_string);
    env.add_test("number", tests::is_number);
    env.add_test("iterable", tests::is_iterable);
    env.add_test("odd", tests::is_odd);
    env.add_test("even", tests::is_even);
    env.add_test("eq", tests::is_eq);
    env.add_test("ne", tests::is_ne);
    env
}

/// A text without case, punctuation, English articles and double spaces, so that answers can be compared (as the
/// evaluation of SQuAD does, Rajpurkar et al. 2016).
#[must_use]
pub fn normalized(text: &str) -> String {
    let kept: String = text.to_lowercase().chars().filter(|c| !is_punctuation(*c)).collect();
    let words = kept.split_whitespace().filter(|word| !["a", "an", "the"].contains(word));
    words.collect::<Vec<_>>().join(" ")
}

fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation() || "“”‘’„«»…–—¿¡".contains(c)
}

/// The usual signs of Jinja; a tag on a line of its own leaves no empty line behind.
fn syntax() -> SyntaxConfig {
    // The default signs are valid, so the builder cannot fail.
    SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build().unwrap_or_default()
}

/// A name that a template reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// The name.
    pub name: String,
    /// The fields read from it, such as `labels`, [`Use::ITEM`], `verbalizer` for `{{ label.verbalizer }}` in a loop over
    /// `task.labels`.
    pub fields: Vec<String>,
    /// Line in the template, from 1.
    pub line: usize,
}

impl Use {
    /// Stands in [`Use::fields`] for an item of a list.
    pub const ITEM: &str = "[]";
}

/// Why a template cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Line in the template, from 1.
    pub line: usize,
    /// What is wrong, without a full stop.
    pub message: String,
}

/// The names that a template reads, in order of appearance.
///
/// # Errors
///
/// Everything that [`environment`] does not render: faults of syntax, unknown filters, tests and functions.
pub fn uses(source: &str) -> Result<Vec<Use>, Vec<Fault>> {
    let tree = parse(source, "prompt", syntax()).map_err(|error| {
        let message = error.detail().unwrap_or("this cannot be understood").to_owned();
        vec![Fault { line: error.line().unwrap_or(1), message }]
    })?;
    let mut reader = Reader { scopes: vec![Vec::new()], uses: Vec::new(), faults: Vec::new() };
    reader.statement(&tree);
    if reader.faults.is_empty() { Ok(reader.uses) } else { Err(reader.faults) }
}

/// The names that an expression reads, such as the test of a step, in order of appearance.
///
/// # Errors
///
/// As [`uses`], and more than one expression.
pub fn expression_uses(source: &str) -> Result<Vec<Use>, Vec<Fault>> {
    if source.trim().is_empty() {
        return Err(vec![Fault { line: 1, message: "it is empty".into() }]);
    }
    if source.contains("}}") || source.contains("{{") || source.contains("{%") {
        return Err(vec![Fault { line: 1, message: "names stand in it without braces".into() }]);
    }
    uses(&format!("{{{{ ({source}) }}}}"))
}

/// What a local name stands for: a path from a name outside the template, or nothing known.
type Meaning = Option<(String, Vec<String>)>;

struct Reader {
    scopes: Vec<Vec<(String, Meaning)>>,
    uses: Vec<Use>,
    faults: Vec<Fault>,
}

impl Reader {
    fn statements(&mut self, statements: &[ast::Stmt<'_>]) {
        self.scopes.push(Vec::new());
        for statement in statements {
            self.statement(statement);
        }
        self.scopes.pop();
    }

    fn statement(&mut self, statement: &ast::Stmt<'_>) {
        match statement {
            ast::Stmt::Template(template) => {
                for child in &template.children {
                    self.statement(child);
                }
            }
            ast::Stmt::EmitRaw(_) => {}
            ast::Stmt::EmitExpr(emit) => self.expression(&emit.expr),
            ast::Stmt::ForLoop(each) => {
                self.expression(&each.iter);
                let item = self.meaning(&each.iter).map(|(name, mut fields)| {
                    fields.push(Use::ITEM.into());
                    (name, fields)
                });
                self.scopes.push(vec![("loop".into(), None)]);
                self.assign(&each.target, item);
                each.filter_expr.iter().for_each(|test| self.expression(test));
                self.statements(&each.body);
                self.scopes.pop();
                self.statements(&each.else_body);
            }
            ast::Stmt::IfCond(choice) => {
                self.expression(&choice.expr);
                self.statements(&choice.true_body);
                self.statements(&choice.false_body);
            }
            ast::Stmt::WithBlock(tag) => self.no_tag(tag.span().start_line, "with"),
            ast::Stmt::Set(tag) => self.no_tag(tag.span().start_line, "set"),
            ast::Stmt::SetBlock(tag) => self.no_tag(tag.span().start_line, "set"),
            ast::Stmt::FilterBlock(tag) => self.no_tag(tag.span().start_line, "filter"),
            ast::Stmt::AutoEscape(tag) => self.no_tag(tag.span().start_line, "autoescape"),
            ast::Stmt::Do(tag) => self.no_tag(tag.span().start_line, "do"),
            // Statements that other features of the template library bring: macros, blocks, includes.
            #[allow(
                unreachable_patterns,
                reason = "which statements exist depends on the features of the whole build"
            )]
            _ => self.fault(1, "only the tags `if` and `for` are part of prompts"),
        }
    }

    fn expression(&mut self, expression: &ast::Expr<'_>) {
        let line = expression.span().start_line;
        match expression {
            ast::Expr::Const(_) => {}
            ast::Expr::Var(_) | ast::Expr::GetAttr(_) | ast::Expr::GetItem(_) => {
                match self.meaning(expression) {
                    Some((name, fields)) => self.uses.push(Use { name, fields, line: line.into() }),
                    None => self.inner(expression),
                }
            }
            ast::Expr::Slice(slice) => {
                self.expression(&slice.expr);
                [&slice.start, &slice.stop, &slice.step]
                    .into_iter()
                    .flatten()
                    .for_each(|part| self.expression(part));
            }
            ast::Expr::UnaryOp(unary) => self.expression(&unary.expr),
            ast::Expr::BinOp(binary) => {
                self.expression(&binary.left);
                self.expression(&binary.right);
            }
            ast::Expr::Compare(compare) => {
                self.expression(&compare.expr);
                compare.ops.iter().for_each(|part| self.expression(&part.expr));
            }
            ast::Expr::IfExpr(choice) => {
                self.expression(&choice.test_expr);
                self.expression(&choice.true_expr);
                choice.false_expr.iter().for_each(|part| self.expression(part));
            }
            ast::Expr::Filter(filter) => {
                filter.expr.iter().for_each(|inner| self.expression(inner));
                self.known(line, filter.name, "filter", FILTERS);
                self.arguments(&filter.args);
            }
            ast::Expr::Test(test) => {
                self.expression(&test.expr);
                self.known(line, test.name, "test", TESTS);
                self.arguments(&test.args);
            }
            ast::Expr::Call(_) => self.fault(line, "functions cannot be called in prompts"),
            ast::Expr::List(list) => list.items.iter().for_each(|item| self.expression(item)),
            ast::Expr::Tuple(tuple) => tuple.items.iter().for_each(|item| self.expression(item)),
            ast::Expr::Map(map) => {
                map.keys.iter().chain(&map.values).for_each(|item| self.expression(item));
            }
        }
    }

    /// Parts of an access whose root is local or computed.
    fn inner(&mut self, expression: &ast::Expr<'_>) {
        match expression {
            ast::Expr::GetAttr(access) => self.expression(&access.expr),
            ast::Expr::GetItem(access) => {
                self.expression(&access.expr);
                self.expression(&access.subscript_expr);
            }
            _ => {}
        }
    }

    fn arguments(&mut self, arguments: &[ast::CallArg<'_>]) {
        for argument in arguments {
            match argument {
                ast::CallArg::Pos(value)
                | ast::CallArg::Kwarg(_, value)
                | ast::CallArg::PosSplat(value)
                | ast::CallArg::KwargSplat(value) => self.expression(value),
            }
        }
    }

    /// The path from an outside name that an expression reads, if it is one.
    fn meaning(&self, expression: &ast::Expr<'_>) -> Meaning {
        match expression {
            ast::Expr::Var(var) => {
                let local = self.scopes.iter().rev().flatten().rev().find(|(name, _)| name == var.id);
                local.map_or_else(|| Some((var.id.into(), Vec::new())), |(_, meaning)| meaning.clone())
            }
            ast::Expr::GetAttr(access) => {
                let (name, mut fields) = self.meaning(&access.expr)?;
                fields.push(access.name.into());
                Some((name, fields))
            }
            ast::Expr::GetItem(access) => {
                let ast::Expr::Const(index) = &access.subscript_expr else { return None };
                let (name, mut fields) = self.meaning(&access.expr)?;
                fields.push(index.value.as_str().unwrap_or(Use::ITEM).into());
                Some((name, fields))
            }
            _ => None,
        }
    }

    fn assign(&mut self, target: &ast::Expr<'_>, meaning: Meaning) {
        match target {
            ast::Expr::Var(var) => {
                if let Some(scope) = self.scopes.last_mut() {
                    scope.push((var.id.into(), meaning));
                }
            }
            ast::Expr::List(list) => list.items.iter().for_each(|item| self.assign(item, None)),
            ast::Expr::Tuple(tuple) => tuple.items.iter().for_each(|item| self.assign(item, None)),
            _ => {}
        }
    }

    fn known(&mut self, line: u16, name: &str, what: &str, known: &[&str]) {
        if !known.contains(&name) {
            let known = known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            self.fault(line, &format!("there is no {what} `{name}`; there are {known}"));
        }
    }

    fn no_tag(&mut self, line: u16, tag: &str) {
        self.fault(line, &format!("the tag `{tag}` is not part of prompts, only `if` and `for` are"));
    }

    fn fault(&mut self, line: u16, message: &str) {
        self.faults.push(Fault { line: line.into(), message: message.into() });
    }
}
