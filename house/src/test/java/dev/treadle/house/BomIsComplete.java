package dev.treadle.house;

import java.util.List;

/// Whoever imports the BOM gets the version of everything we publish.
final class BomIsComplete implements Rule {

  private static final String BOM = "bom";

  @Override
  public String name() {
    return "bom";
  }

  @Override
  public List<Finding> check(Checkout checkout) {
    var bom = Pom.read(checkout.root().resolve(BOM).resolve("pom.xml"));
    var published =
        checkout.modules().stream()
            .filter(module -> !module.name().equals(BOM))
            .map(BuildModule::pom)
            .filter(Pom::isDeployed)
            .map(Pom::artifact)
            .toList();
    return check(bom, published);
  }

  static List<Finding> check(Pom bom, List<String> published) {
    var listed = bom.managedDependencies().stream().map(Pom.Dependency::artifact).toList();
    return published.stream()
        .filter(artifact -> !listed.contains(artifact))
        .map(BomIsComplete::missing)
        .toList();
  }

  private static Finding missing(String artifact) {
    return new Finding(
        artifact,
        BOM + "/pom.xml",
        "expected '%s' in the BOM (or maven.deploy.skip in its POM), found neither"
            .formatted(artifact));
  }
}
