//! Documents become rows, and hostile ones do no harm (THREATS.md, row 17).

#![allow(clippy::unwrap_used, reason = "tests")]

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use dataset::{Chunks, ReadCause, ReadOptions, read};
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
