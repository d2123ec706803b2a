package io.mallwatch.ops.backup.s3;

import io.mallwatch.ops.backup.store.BackupFailedException;
import io.mallwatch.ops.backup.store.BackupFailedException.Reason;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// The small XML answers of S3.
///
/// @param children in order
record S3Xml(String name, String content, List<S3Xml> children) {

  private static final int DEEPEST = 16;

  /// The root of a document; one without a name for an empty one.
  ///
  /// @throws BackupFailedException when it is not XML
  static S3Xml parse(byte[] bytes) {
    if (bytes.length == 0) {
      return new S3Xml("", "", List.of());
    }
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    try {
      XMLStreamReader in = factory.createXMLStreamReader(new ByteArrayInputStream(bytes));
      in.nextTag();
      return element(in, 0);
    } catch (XMLStreamException e) {
      throw new BackupFailedException(Reason.UNREACHABLE, "the bucket's answer is not XML", e);
    }
  }

  private static S3Xml element(XMLStreamReader in, int depth) throws XMLStreamException {
    if (depth > DEEPEST) {
      throw new XMLStreamException("too deep");
    }
    String name = in.getLocalName();
    StringBuilder content = new StringBuilder();
    List<S3Xml> children = new ArrayList<>();
    while (true) {
      switch (in.next()) {
        case XMLStreamConstants.START_ELEMENT -> children.add(element(in, depth + 1));
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
            content.append(in.getText());
        case XMLStreamConstants.END_ELEMENT -> {
          return new S3Xml(name, content.toString().strip(), children);
        }
        default -> {
          // comments and the like
        }
      }
    }
  }

  List<S3Xml> all(String child) {
    return children.stream().filter(one -> one.name().equals(child)).toList();
  }

  /// What a child holds; empty when there is none.
  String text(String child) {
    return all(child).stream().findFirst().map(S3Xml::content).orElse("");
  }

  static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
