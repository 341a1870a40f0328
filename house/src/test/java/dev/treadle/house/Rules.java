package dev.treadle.house;

import java.util.List;

/// The house rules, all of them.
final class Rules {

  static final List<Rule> ALL =
      List.of(
          new FileLines(),
          new MethodLines(),
          new PublicMethods(),
          new Parameters(),
          new HiddenTypes(),
          new Documented(),
          new PackageNames(),
          new Unfinished(),
          new ThrowMessage(),
          new TestSleep(),
          new SkippedTests(),
          new SkippedRuns(),
          new ModuleGraph(),
          new PublicApi(),
          new BomIsComplete(),
          new WrapperFindsJdk(),
          new CoverageIsMeasured(),
          new ReproducibleJars(),
          new DocSnippets(),
          new DocLinks());

  private Rules() {}
}
