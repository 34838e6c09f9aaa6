#include "cache/finding_bytes.h"

namespace wain::cache {
namespace {

void write(ByteWriter& out, Span span) {
  out.number(span.file.index);
  out.number(span.begin);
  out.number(span.end);
}

Span read_span(ByteReader& in) {
  Span span;
  span.file.index = in.number<std::uint32_t>();
  span.begin = in.number<std::uint32_t>();
  span.end = in.number<std::uint32_t>();
  return span;
}

Note read_note(ByteReader& in) {
  Note note;
  note.id = in.number<Diag>();
  note.span = read_span(in);
  note.message = in.text();
  return note;
}

Diagnostic read_diagnostic(ByteReader& in) {
  Diagnostic diagnostic;
  diagnostic.id = in.number<Diag>();
  diagnostic.level = in.number<Level>();
  diagnostic.span = read_span(in);
  diagnostic.message = in.text();
  diagnostic.symbol = in.text();
  for (std::size_t left = in.count(); left > 0; --left) diagnostic.notes.push_back(read_note(in));
  return diagnostic;
}

Fix read_fix(ByteReader& in) {
  Fix fix;
  fix.rule = in.number<Diag>();
  fix.finding = read_span(in);
  fix.kind = in.number<FixKind>();
  fix.title = in.text();
  for (std::size_t left = in.count(); left > 0; --left) {
    const Span place = read_span(in);
    fix.edits.push_back({place, std::string(in.text())});
  }
  return fix;
}

}  // namespace

void write(ByteWriter& out, const std::vector<Diagnostic>& diagnostics) {
  out.number<std::uint64_t>(diagnostics.size());
  for (const Diagnostic& diagnostic : diagnostics) {
    out.number(diagnostic.id);
    out.number(diagnostic.level);
    write(out, diagnostic.span);
    out.text(diagnostic.message);
    out.text(diagnostic.symbol);
    out.number<std::uint64_t>(diagnostic.notes.size());
    for (const Note& note : diagnostic.notes) {
      out.number(note.id);
      write(out, note.span);
      out.text(note.message);
    }
  }
}

void write(ByteWriter& out, const std::vector<Fix>& fixes) {
  out.number<std::uint64_t>(fixes.size());
  for (const Fix& fix : fixes) {
    out.number(fix.rule);
    write(out, fix.finding);
    out.number(fix.kind);
    out.text(fix.title);
    out.number<std::uint64_t>(fix.edits.size());
    for (const Edit& edit : fix.edits) {
      write(out, edit.place);
      out.text(edit.text);
    }
  }
}

KnownFindings read_findings(ByteReader& in) {
  KnownFindings known;
  for (std::size_t left = in.count(); left > 0; --left) known.diagnostics.push_back(read_diagnostic(in));
  for (std::size_t left = in.count(); left > 0; --left) known.fixes.push_back(read_fix(in));
  return known;
}

}  // namespace wain::cache
