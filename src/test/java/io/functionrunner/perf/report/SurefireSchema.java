package io.functionrunner.perf.report;

import java.io.IOException;
import java.nio.file.Path;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.xml.sax.SAXException;

/** The schema of test reports as Surefire 3.5.4's source release has it. */
public final class SurefireSchema {

  private SurefireSchema() {}

  /** Throws an exception that says where the file is not as Surefire's schema wants it. */
  public static void validate(Path junit) throws IOException, SAXException {
    SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
        .newSchema(
            new StreamSource(SurefireSchema.class.getResourceAsStream("surefire-test-report.xsd")))
        .newValidator()
        .validate(new StreamSource(junit.toFile()));
  }
}
