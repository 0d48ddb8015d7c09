//! HTML pages.

use std::borrow::Cow;
use std::cell::Cell;
use std::rc::Rc;

use html2text::{Handle, RcDom};
use html5ever::interface::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{Attribute, ExpandedName, ParseOpts, QualName, parse_document};

use crate::read::ReadCause;

/// Width of the page that is laid out: paragraphs stay on one line.
const WIDTH: usize = 100_000;
/// Deepest nesting. Browsers stop at some five hundred levels, too; time grows by the square of them.
const DEPTH: usize = 512;
/// Most elements; each takes two thousand bytes. Those left open at the end of a paragraph are made anew in the next, so a page can have more than it
/// names.
const MOST_ELEMENTS: usize = 500_000;
/// Bytes between looks at what the page has grown to.
const STEP: usize = 4 << 10;

/// The text of a page, without tags, scripts and addresses.
pub(super) fn text(page: &str) -> Result<String, ReadCause> {
    let damaged = |error: html2text::Error| ReadCause::Damaged { detail: error.to_string() };
    let tree = tree(page)?;
    let config = html2text::config::plain_no_decorate();
    let laid_out = config.dom_to_render_tree(&tree).map_err(damaged)?;
    drop(tree);
    config.render_to_string(laid_out, WIDTH).map_err(damaged)
}

fn tree(page: &str) -> Result<RcDom, ReadCause> {
    let tree_builder = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let options = ParseOpts { tree_builder, ..ParseOpts::default() };
    let mut parser = parse_document(Measured::default(), options);
    let mut rest = page;
    while !rest.is_empty() {
        let (step, after) = rest.split_at(rest.floor_char_boundary(STEP));
        parser.process(StrTendril::from_slice(step));
        parser.tokenizer.sink.sink.check()?;
        rest = after;
    }
    let measured = parser.finish();
    measured.check()?;
    Ok(measured.tree)
}

/// A tree that knows how large it is while it grows.
#[derive(Default)]
struct Measured {
    tree: RcDom,
    depth: Cell<usize>,
    elements: Cell<usize>,
}

impl Measured {
    fn check(&self) -> Result<(), ReadCause> {
        if self.depth.get() > DEPTH {
            return Err(ReadCause::TooDeep { most: DEPTH as u64 });
        }
        if self.elements.get() > MOST_ELEMENTS {
            return Err(ReadCause::TooLarge { what: "elements", most: MOST_ELEMENTS as u64 });
        }
        Ok(())
    }

    /// Measures below which level something was added.
    fn added_to(&self, parent: &Handle) {
        let mut depth = 1;
        let mut node = parent.get_parent();
        while let Some(parent) = node
            && depth <= DEPTH
        {
            depth += 1;
            node = parent.get_parent();
        }
        self.depth.set(self.depth.get().max(depth));
    }
}

/// All is left to the tree.
impl TreeSink for Measured {
    type Handle = Handle;
    type Output = Self;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Self {
        self
    }

    /// No page is refused for its errors.
    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        self.tree.get_document()
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        self.tree.elem_name(target)
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, flags: ElementFlags) -> Handle {
        self.elements.set(self.elements.get() + 1);
        self.tree.create_element(name, attributes, flags)
    }

    fn create_comment(&self, text: StrTendril) -> Handle {
        self.tree.create_comment(text)
    }

    fn create_pi(&self, target: StrTendril, data: StrTendril) -> Handle {
        self.tree.create_pi(target, data)
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.added_to(parent);
        self.tree.append(parent, child);
    }

    fn append_based_on_parent_node(&self, element: &Handle, previous: &Handle, child: NodeOrText<Handle>) {
        self.added_to(element);
        self.added_to(previous);
        self.tree.append_based_on_parent_node(element, previous, child);
    }

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        self.added_to(sibling);
        self.tree.append_before_sibling(sibling, child);
    }

    fn append_doctype_to_document(&self, name: StrTendril, public_id: StrTendril, system_id: StrTendril) {
        self.tree.append_doctype_to_document(name, public_id, system_id);
    }

    fn get_template_contents(&self, target: &Handle) -> Handle {
        let contents = self.tree.get_template_contents(target);
        // They stand apart from the tree; templates within templates count as levels all the same.
        contents.parent.set(Some(Rc::downgrade(target)));
        contents
    }

    fn same_node(&self, one: &Handle, other: &Handle) -> bool {
        self.tree.same_node(one, other)
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.tree.set_quirks_mode(mode);
    }

    fn add_attrs_if_missing(&self, target: &Handle, attributes: Vec<Attribute>) {
        self.tree.add_attrs_if_missing(target, attributes);
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.tree.remove_from_parent(target);
    }

    fn reparent_children(&self, node: &Handle, parent: &Handle) {
        self.tree.reparent_children(node, parent);
    }

    fn is_mathml_annotation_xml_integration_point(&self, target: &Handle) -> bool {
        self.tree.is_mathml_annotation_xml_integration_point(target)
    }
}
