package dev.treadle.house;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/// A Maven POM as written, parent and profiles not merged.
record Pom(Element project) {

  /// A dependency as written; an absent scope is `compile`.
  record Dependency(String group, String artifact, String scope, boolean optional) {}

  static Pom read(Path file) {
    return of(Disk.text(file));
  }

  static Pom of(String xml) {
    try {
      var builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
      return new Pom(builder.parse(new InputSource(new StringReader(xml))).getDocumentElement());
    } catch (ParserConfigurationException | SAXException | IOException failure) {
      throw new IllegalArgumentException("expected a POM, found: " + xml, failure);
    }
  }

  String artifact() {
    return text(project, "artifactId").orElseThrow();
  }

  String version() {
    return text(project, "version").orElseThrow();
  }

  /// Returns the folders of the modules, those of profiles last.
  List<String> modules() {
    var inProfiles = all(project, "profiles", "profile").flatMap(p -> all(p, "modules", "module"));
    return Stream.concat(all(project, "modules", "module"), inProfiles)
        .map(Element::getTextContent)
        .toList();
  }

  Optional<String> property(String name) {
    return all(project, "properties", name).map(Element::getTextContent).findFirst();
  }

  /// Returns whether releases contain the artifact.
  boolean isDeployed() {
    return !property("maven.deploy.skip").orElse("false").equals("true");
  }

  List<Dependency> dependencies() {
    return all(project, "dependencies", "dependency").map(Pom::dependency).toList();
  }

  List<Dependency> managedDependencies() {
    return all(project, "dependencyManagement", "dependencies", "dependency")
        .map(Pom::dependency)
        .toList();
  }

  private static Dependency dependency(Element element) {
    return new Dependency(
        text(element, "groupId").orElseThrow(),
        text(element, "artifactId").orElseThrow(),
        text(element, "scope").orElse("compile"),
        text(element, "optional").orElse("false").equals("true"));
  }

  private static Optional<String> text(Element element, String child) {
    return all(element, child).map(Element::getTextContent).findFirst();
  }

  private static Stream<Element> all(Element element, String... path) {
    var elements = Stream.of(element);
    for (var name : path) {
      elements = elements.flatMap(parent -> children(parent, name));
    }
    return elements;
  }

  private static Stream<Element> children(Node parent, String name) {
    var nodes = parent.getChildNodes();
    return IntStream.range(0, nodes.getLength())
        .mapToObj(nodes::item)
        .filter(node -> node.getNodeName().equals(name))
        .map(Element.class::cast);
  }
}
