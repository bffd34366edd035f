package io.functionrunner.perf.report;

import io.functionrunner.perf.analysis.Analysis;
import io.functionrunner.perf.stats.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes {@code junit.xml}, for CI: one test case a criterion. FAIL is a failure, INVALID an error;
 * INCONCLUSIVE and what was not judged are skipped, with the reason.
 */
public final class JUnitXml {

  private static final int MOST = 2_000;

  private JUnitXml() {}

  private record TestCase(String name, Optional<Verdict> verdict, String sentence) {}

  /** Writes UTF-8, and leaves {@code out} open. */
  public static void write(OutputStream out, Analysis analysis) throws IOException {
    write(
        out,
        analysis.simulation(),
        analysis.criteria().stream()
            .map(c -> new TestCase(c.id(), c.verdict(), c.text() + ": " + c.reason()))
            .toList());
  }

  /** Of a suite: one test case a run. Writes UTF-8, and leaves {@code out} open. */
  static void write(OutputStream out, SuiteResult suite) throws IOException {
    write(
        out,
        "suite " + suite.suite(),
        suite.runs().stream()
            .map(run -> new TestCase(run.simulation(), Optional.of(run.verdict()), run.reason()))
            .toList());
  }

  private static void write(OutputStream out, String name, List<TestCase> cases)
      throws IOException {
    try {
      XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(out, "UTF-8");
      xml.writeStartDocument("UTF-8", "1.0");
      suite(xml, name, cases);
      xml.writeEndDocument();
      xml.flush();
    } catch (XMLStreamException e) {
      throw new IOException("junit.xml cannot be written", e);
    }
  }

  private static void suite(XMLStreamWriter xml, String name, List<TestCase> cases)
      throws XMLStreamException {
    xml.writeCharacters("\n");
    xml.writeStartElement("testsuite");
    attribute(xml, "name", name);
    attribute(xml, "tests", String.valueOf(cases.size()));
    attribute(xml, "failures", count(cases, Verdict.FAIL));
    attribute(xml, "errors", count(cases, Verdict.INVALID));
    attribute(
        xml,
        "skipped",
        String.valueOf(
            cases.stream()
                .filter(c -> c.verdict.isEmpty() || c.verdict.get() == Verdict.INCONCLUSIVE)
                .count()));
    attribute(xml, "time", "0");
    for (TestCase one : cases) {
      testCase(xml, name, one);
    }
    xml.writeCharacters("\n");
    xml.writeEndElement();
  }

  private static void testCase(XMLStreamWriter xml, String suite, TestCase one)
      throws XMLStreamException {
    xml.writeCharacters("\n  ");
    xml.writeStartElement("testcase");
    attribute(xml, "classname", suite);
    attribute(xml, "name", one.name);
    attribute(xml, "time", "0");
    if (one.verdict.isEmpty()) {
      result(xml, "skipped", "", one.sentence);
    } else {
      switch (one.verdict.get()) {
        case PASS -> {
          xml.writeStartElement("system-out");
          xml.writeCharacters(Plain.line(one.sentence, MOST));
          xml.writeEndElement();
        }
        case FAIL -> result(xml, "failure", "FAIL", one.sentence);
        case INCONCLUSIVE -> result(xml, "skipped", "", "INCONCLUSIVE: " + one.sentence);
        case INVALID -> result(xml, "error", "INVALID", one.sentence);
      }
    }
    xml.writeEndElement();
  }

  private static void result(XMLStreamWriter xml, String element, String type, String message)
      throws XMLStreamException {
    xml.writeStartElement(element);
    if (!type.isEmpty()) {
      attribute(xml, "type", type);
    }
    attribute(xml, "message", message);
    xml.writeEndElement();
  }

  private static String count(List<TestCase> cases, Verdict verdict) {
    return String.valueOf(
        cases.stream().filter(c -> c.verdict.equals(Optional.of(verdict))).count());
  }

  /** The writer escapes; what no XML may hold, not even escaped, {@link Plain} has taken out. */
  private static void attribute(XMLStreamWriter xml, String name, String value)
      throws XMLStreamException {
    xml.writeAttribute(name, Plain.line(value, MOST));
  }
}
