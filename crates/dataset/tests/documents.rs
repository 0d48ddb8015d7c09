//! Documents become rows, and hostile ones do no harm (THREATS.md, row 17).

#![allow(clippy::unwrap_used, reason = "tests")]

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use dataset::{Chunks, ReadCause, ReadOptions, read};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use weezl::BitOrder;
use weezl::encode::Encoder as LzwEncoder;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn options(words: usize) -> ReadOptions {
    ReadOptions { chunks: Some(Chunks { words, overlap: 0 }), ..ReadOptions::default() }
}

fn texts(path: &Path, words: usize) -> Vec<String> {
    let table = read(path, &options(words)).unwrap().table;
    table.rows.iter().map(|row| row["text"].as_str().unwrap().to_owned()).collect()
}

fn cause(path: &Path) -> ReadCause {
    read(path, &options(50)).unwrap_err().cause
}

/// A Word document of one part.
fn docx(path: &Path, part: &str, xml: &[u8]) {
    let mut archive = ZipWriter::new(File::create(path).unwrap());
    archive.start_file(part, SimpleFileOptions::default()).unwrap();
    archive.write_all(xml).unwrap();
    archive.finish().unwrap();
}

fn body(paragraphs: &str) -> String {
    format!(r#"<?xml version="1.0"?><w:document xmlns:w="x"><w:body>{paragraphs}</w:body></w:document>"#)
}

/// A PDF of one page with one line of text.
fn pdf(line: &str) -> Vec<u8> {
    let stream = format!("BT /F1 12 Tf 72 700 Td ({line}) Tj ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{stream}\nendstream", stream.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        places.push(out.len());
        out.extend(format!("{number} 0 obj\n{object}\nendobj\n").into_bytes());
    }
    let start = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).into_bytes());
    for place in places {
        out.extend(format!("{place:010} 00000 n \n").into_bytes());
    }
    let trailer =
        format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1);
    out.extend(trailer.into_bytes());
    out
}

#[test]
fn every_kind_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("a.txt"), "First part here.\n\nSecond part here.").unwrap();
    fs::write(path("b.md"), "# Title\n\nSome *words*.").unwrap();
    let page = "<html><head><style>p{}</style><script>alert(1)</script></head><body><p>One &amp; two</p><p>Three</p></body></html>";
    fs::write(path("c.html"), page).unwrap();
    let xml = body(
        "<w:p><w:r><w:t>Der Name: M&#252;ller &amp; Co.</w:t></w:r></w:p><w:p><w:r><w:t>{{ task.goal }} &lt;|im_end|&gt;</w:t></w:r></w:p>",
    );
    docx(&path("d.docx"), "word/document.xml", xml.as_bytes());
    fs::write(path("e.pdf"), pdf("A line of a file")).unwrap();

    assert_eq!(texts(&path("a.txt"), 3), ["First part here.", "Second part here."]);
    assert_eq!(texts(&path("b.md"), 50), ["# Title\n\nSome *words*."]);
    assert_eq!(texts(&path("c.html"), 50), ["One & two\n\nThree"]);
    // What looks like a template or a special token is text like any other.
    assert_eq!(texts(&path("d.docx"), 50), ["Der Name: Müller & Co.\n\n{{ task.goal }} <|im_end|>"]);
    assert_eq!(texts(&path("e.pdf"), 50), ["A line of a file"]);

    let all = read(folder.path(), &options(50)).unwrap();
    let named: Vec<&str> = all.table.rows.iter().map(|row| row["document"].as_str().unwrap()).collect();
    assert_eq!(named, ["a.txt", "b.md", "c.html", "d.docx", "e.pdf"]);
    assert!(all.table.rows.iter().all(|row| row["part"] == 1));
    // Without parts a text file is a table, as before.
    assert!(
        read(&path("a.txt"), &ReadOptions::default()).unwrap().table.columns[0].name.starts_with("First")
    );
}

#[test]
fn threat_17_archives() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    // A bomb: a third of a gigabyte of spaces in a few hundred kilobytes.
    let mut xml = body("<w:p><w:r><w:t>x</w:t></w:r></w:p>").into_bytes();
    xml.extend(vec![b' '; 300 << 20]);
    docx(&path("bomb.docx"), "word/document.xml", &xml);
    assert!(fs::metadata(path("bomb.docx")).unwrap().len() < 1 << 20);
    assert!(matches!(cause(&path("bomb.docx")), ReadCause::TooLarge { .. }));
    // Names that would leave the archive: nothing is unpacked, and the part is not there.
    docx(&path("up.docx"), "../../word/document.xml", body("").as_bytes());
    assert!(matches!(cause(&path("up.docx")), ReadCause::Damaged { .. }));
    let deep = body(&"<w:x>".repeat(5000));
    docx(&path("deep.docx"), "word/document.xml", deep.as_bytes());
    assert!(matches!(cause(&path("deep.docx")), ReadCause::Damaged { .. }));
    // Entities of its own mean nothing, so none can grow or read a file.
    let entities = format!(
        "<!DOCTYPE d [<!ENTITY a \"aaaa\"><!ENTITY f SYSTEM \"file:///etc/passwd\">]>{}",
        body("<w:p><w:r><w:t>b&a;&f;c</w:t></w:r></w:p>").replace("<?xml version=\"1.0\"?>", "")
    );
    docx(&path("entities.docx"), "word/document.xml", entities.as_bytes());
    assert_eq!(texts(&path("entities.docx"), 50), ["bc"]);
    fs::write(path("no.docx"), b"not an archive").unwrap();
    assert!(matches!(cause(&path("no.docx")), ReadCause::Damaged { .. }));
}

#[test]
fn hostile_pdfs_are_refused_in_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.pdf");
    // Too large: nothing of it is read.
    File::create(&path).unwrap().set_len(200 << 20).unwrap();
    assert!(matches!(cause(&path), ReadCause::TooLarge { .. }));
    let sound = pdf("A line of a file");
    for cut in (0..sound.len()).step_by(23) {
        fs::write(&path, &sound[..cut]).unwrap();
        let error = read(&path, &options(50)).unwrap_err().to_string();
        assert!(error.starts_with('\'') && error.contains("cannot be read"), "{error}");
    }
    // Pages that are their own parents, and lengths that lie.
    for (from, to) in
        [("/Kids [3 0 R]", "/Kids [2 0 R]"), ("/Length 4", "/Length 9"), ("/Parent 2 0 R", "/Parent 3 0 R")]
    {
        let text = String::from_utf8_lossy(&sound).replacen(from, to, 1);
        fs::write(&path, text.as_bytes()).unwrap();
        drop(read(&path, &options(50)));
    }
}

/// A PDF of these objects, the first of which is its root.
fn pdf_of(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.5\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(objects) {
        places.push(out.len());
        out.extend(format!("{number} 0 obj\n").into_bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let (start, size) = (out.len(), objects.len() + 1);
    out.extend(format!("xref\n0 {size}\n0000000000 65535 f \n").into_bytes());
    for place in places {
        out.extend(format!("{place:010} 00000 n \n").into_bytes());
    }
    out.extend(format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n").into_bytes());
    out
}

fn stream(keys: &str, content: &[u8]) -> Vec<u8> {
    let mut out = format!("<< /Length {} {keys} >>\nstream\n", content.len()).into_bytes();
    out.extend(content);
    out.extend(b"\nendstream");
    out
}

/// A PDF of one page with this content, a font `F1`, and what else is given as object 6 and as form `X`.
fn page(content: Vec<u8>, contents: &str, more: Vec<u8>) -> Vec<u8> {
    pdf_of(&[
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {contents} /Resources << \
             /Font << /F1 5 0 R >> /XObject << /X 6 0 R >> >> >>"
        )
        .into_bytes(),
        content,
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_vec(),
        more,
    ])
}

const LINE: &[u8] = b"BT /F1 12 Tf 72 700 Td (A line of a file) Tj ET\n";

fn deflated(parts: usize, part: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    for _ in 0..parts {
        encoder.write_all(part).unwrap();
    }
    encoder.finish().unwrap()
}

#[test]
fn bombs_in_pdfs_are_refused_before_they_are_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.pdf");
    let cause_of = |pdf: &[u8]| {
        assert!(pdf.len() < 1 << 20, "{}", pdf.len());
        fs::write(&path, pdf).unwrap();
        cause(&path)
    };
    let flate = "/Filter /FlateDecode";
    let spaces = deflated(65, &[b' '; 1 << 20]);
    let twice = deflated(1, &spaces);
    let unpacked = |pdf: &[u8]| {
        let cause = cause_of(pdf);
        assert!(matches!(cause, ReadCause::Unpacked { .. }), "{cause}");
    };
    let none = || b"null".to_vec();

    unpacked(&page(stream(flate, &spaces), "4 0 R", none()));
    unpacked(&page(stream("/Filter [/FlateDecode /FlateDecode]", &twice), "4 0 R", none()));
    let escaped = stream("/Fil#74er /Flate#44ecode /A (>>\nendobj >> stream\n)", &spaces);
    unpacked(&page(escaped, "4 0 R", none()));
    let lzw = LzwEncoder::with_tiff_size_switch(BitOrder::Msb, 8).encode(&vec![b' '; 65 << 20]).unwrap();
    unpacked(&page(stream("/Filter /LZWDecode", &lzw), "4 0 R", none()));
    let letters = [b"<~".as_slice(), &[b'z'; 1 << 10]].concat();
    let letters = stream("/Filter [/FlateDecode /ASCII85Decode]", &deflated(17 << 10, &letters[2..]));
    unpacked(&page(letters, "4 0 R", none()));

    // What is unpacked when the file is opened, whether or not it is said what it is.
    let objects = stream(&format!("{flate} /Type /ObjStm /N 1 /First 4"), &spaces);
    unpacked(&page(stream("", LINE), "4 0 R", objects));
    let list = deflated(1, format!("9 0 [{}]", "0 ".repeat(4 << 20)).as_bytes());
    let list = stream(&format!("{flate} /N 1 /First 4"), &list);
    unpacked(&page(stream("", LINE), "4 0 R", list));
    let table = |keys: &str, content: &[u8]| {
        let table = stream(&format!("/Type /XRef /Root 2 0 R {keys}"), content);
        let mut pdf = b"%PDF-1.5\n1 0 obj\n".to_vec();
        pdf.extend(table);
        pdf.extend(b"\nendobj\nstartxref\n9\n%%EOF\n");
        pdf
    };
    unpacked(&table(&format!("/W [1 2 1] /Size 3 {flate}"), &spaces));
    for keys in ["/W [0 0 0] /Index [0 4000000000] /Size 3", "/W [99999999999 1 1] /Size 3"] {
        assert!(matches!(cause_of(&table(keys, b"")), ReadCause::Damaged { .. }));
    }

    // A picture may be large: nothing of it is read.
    let picture = stream(&format!("{flate} /Subtype /Image /Width 9000 /Height 9000"), &spaces);
    fs::write(&path, page(stream("", &[LINE, b"/X Do"].concat()), "4 0 R", picture)).unwrap();
    assert_eq!(texts(&path, 50), ["A line of a file"]);
    fs::write(&path, page(stream(flate, &deflated(1, LINE)), "4 0 R", none())).unwrap();
    assert_eq!(texts(&path, 50), ["A line of a file"]);
}

#[test]
fn pages_that_draw_too_much_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.pdf");
    let cause_of = |pdf: &[u8]| {
        fs::write(&path, pdf).unwrap();
        cause(&path)
    };
    let flate = "/Filter /FlateDecode";
    let form = |keys: &str, content: &[u8]| stream(&format!("/Subtype /Form {keys}"), content);
    let draws = || stream("", b"/X Do");

    // A form that draws itself, and pages that are their own parents: neither ever ends.
    let circle = cause_of(&page(draws(), "4 0 R", form("", b"/X Do")));
    assert!(matches!(circle, ReadCause::Damaged { .. }), "{circle}");
    let mut parents = page(stream("", LINE), "4 0 R", b"null".to_vec());
    for (from, to) in [("/MediaBox", "/MediaBux"), ("/Kids [3 0 R] /Count 1", "/Kids [3 0 R]/Parent 2 0 R")] {
        let text = String::from_utf8_lossy(&parents).replacen(from, to, 1);
        parents = text.into_bytes();
    }
    let start = parents.windows(5).position(|word| word == b"xref\n").unwrap();
    let end = parents.windows(9).position(|word| word == b"startxref").unwrap();
    parents.truncate(end);
    parents.extend(format!("startxref\n{start}\n%%EOF\n").into_bytes());
    assert!(read(&path, &options(50)).is_err());
    fs::write(&path, &parents).unwrap();
    assert!(matches!(cause(&path), ReadCause::Damaged { .. }));

    // One stream many times over, a form within a form within a form, and more operations than fit into memory.
    let spaces = stream(flate, &deflated(1, &[b' '; 1 << 20]));
    let times = format!("[{}]", "4 0 R ".repeat(100));
    assert!(matches!(cause_of(&page(spaces, &times, b"null".to_vec())), ReadCause::Unpacked { .. }));
    let operations = stream(flate, &deflated(1 << 10, "q Q ".repeat(1 << 10).as_bytes()));
    assert!(matches!(cause_of(&page(operations, "4 0 R", b"null".to_vec())), ReadCause::Unpacked { .. }));
    let mut laughs = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>"
            .to_vec(),
        draws(),
    ];
    for next in 6..18 {
        let keys = format!("/Resources << /XObject << /X {next} 0 R >> >>");
        laughs.push(form(&keys, "/X Do ".repeat(10).as_bytes()));
    }
    laughs.push(form("", b"q Q"));
    assert!(matches!(cause_of(&pdf_of(&laughs)), ReadCause::Unpacked { .. }));

    // Many objects at one place.
    let pdf = page(stream("", LINE), "4 0 R", stream("", &[b'x'; 1 << 20]));
    let place = pdf.windows(7).position(|word| word == b"6 0 obj").unwrap();
    let table = pdf.windows(7).position(|word| word == b"xref\n0 ").unwrap();
    let mut many = pdf[..table].to_vec();
    many.extend(b"xref\n0 100\n0000000000 65535 f \n");
    for _ in 1..100 {
        many.extend(format!("{place:010} 00000 n \n").into_bytes());
    }
    let end = format!("trailer\n<< /Size 100 /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
    many.extend(end.into_bytes());
    assert!(matches!(cause_of(&many), ReadCause::Damaged { .. }));
}

#[test]
fn pages_nested_too_deeply_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.html");
    for tag in ["<div>", "<template>", "<table><tr><td>", "<b><div></b>", "<span><div></span></div>", "<svg>"]
    {
        fs::write(&path, format!("{}text", tag.repeat(20_000))).unwrap();
        let cause = cause(&path);
        assert!(matches!(cause, ReadCause::TooDeep { .. }), "{tag} {cause}");
    }
    // Elements that stay open are made anew in every paragraph.
    let open: String = (0..400).map(|number| format!("<b a={number}>")).collect();
    fs::write(&path, format!("<p>{open}{}", "<p>x".repeat(20_000))).unwrap();
    assert!(matches!(cause(&path), ReadCause::TooLarge { .. }));

    fs::write(&path, format!("{}text{}", "<div>".repeat(400), "</div>".repeat(400))).unwrap();
    assert_eq!(texts(&path, 50), ["text"]);
    // What closes itself does not nest.
    let list = format!("<ul>{}</ul>{}", "<li>one".repeat(1000), "<br><img src=a><p>two".repeat(1000));
    fs::write(&path, list).unwrap();
    assert_eq!(texts(&path, 10_000).concat().matches("two").count(), 1000);
}

#[test]
fn markdown_is_text_however_deeply_it_is_nested() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.md");
    let quotes = format!("{} a quote", ">".repeat(100_000));
    let lists: String = (0..300).map(|level| format!("\n{}- an item", "  ".repeat(level))).collect();
    fs::write(&path, format!("{quotes}\n{lists}")).unwrap();
    let found = texts(&path, 10_000).concat();
    assert!(found.contains(&quotes));
    assert_eq!(found.matches("- an item").count(), 300);
}

#[test]
#[cfg(unix)]
fn links_are_not_followed_out_of_a_folder() {
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret.txt"), "secret").unwrap();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), "open").unwrap();
    std::os::unix::fs::symlink(outside.path().join("secret.txt"), folder.path().join("b.txt")).unwrap();
    assert_eq!(texts(folder.path(), 50), ["open"]);
}
