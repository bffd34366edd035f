package io.functionrunner.perf.report;

import io.functionrunner.perf.analysis.Analysis;
import io.functionrunner.perf.kpi.CriterionResult;
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

  /** Writes UTF-8, and leaves {@code out} open. */
  public static void write(OutputStream out, Analysis analysis) throws IOException {
    try {
      XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(out, "UTF-8");
      xml.writeStartDocument("UTF-8", "1.0");
      suite(xml, analysis);
      xml.writeEndDocument();
      xml.flush();
    } catch (XMLStreamException e) {
      throw new IOException("junit.xml cannot be written", e);
    }
  }

  private static void suite(XMLStreamWriter xml, Analysis analysis) throws XMLStreamException {
    List<CriterionResult> criteria = analysis.criteria();
    xml.writeCharacters("\n");
    xml.writeStartElement("testsuite");
    attribute(xml, "name", analysis.simulation());
    attribute(xml, "tests", String.valueOf(criteria.size()));
    attribute(xml, "failures", count(criteria, Optional.of(Verdict.FAIL)));
    attribute(xml, "errors", count(criteria, Optional.of(Verdict.INVALID)));
    attribute(
        xml,
        "skipped",
        String.valueOf(
            criteria.stream()
                .filter(c -> c.verdict().isEmpty() || c.is(Verdict.INCONCLUSIVE))
                .count()));
    attribute(xml, "time", "0");
    for (CriterionResult criterion : criteria) {
      testCase(xml, analysis.simulation(), criterion);
    }
    xml.writeCharacters("\n");
    xml.writeEndElement();
  }

  private static void testCase(XMLStreamWriter xml, String simulation, CriterionResult criterion)
      throws XMLStreamException {
    xml.writeCharacters("\n  ");
    xml.writeStartElement("testcase");
    attribute(xml, "classname", simulation);
    attribute(xml, "name", criterion.id());
    attribute(xml, "time", "0");
    String sentence = criterion.text() + ": " + criterion.reason();
    if (criterion.verdict().isEmpty()) {
      result(xml, "skipped", "", sentence);
    } else {
      switch (criterion.verdict().get()) {
        case PASS -> {
          xml.writeStartElement("system-out");
          xml.writeCharacters(Plain.line(sentence, MOST));
          xml.writeEndElement();
        }
        case FAIL -> result(xml, "failure", "FAIL", sentence);
        case INCONCLUSIVE -> result(xml, "skipped", "", "INCONCLUSIVE: " + sentence);
        case INVALID -> result(xml, "error", "INVALID", sentence);
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

  private static String count(List<CriterionResult> criteria, Optional<Verdict> verdict) {
    return String.valueOf(criteria.stream().filter(c -> c.verdict().equals(verdict)).count());
  }

  /** The writer escapes; what no XML may hold, not even escaped, {@link Plain} has taken out. */
  private static void attribute(XMLStreamWriter xml, String name, String value)
      throws XMLStreamException {
    xml.writeAttribute(name, Plain.line(value, MOST));
  }
}
