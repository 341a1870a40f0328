package dev.treadle.http.client;

import java.net.IDN;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The rules of a public suffix list.
record SuffixList(Set<String> names, Set<String> parents, Set<String> exceptions)
    implements PublicSuffixes {

  static SuffixList parse(List<String> lines) {
    var names = new HashSet<String>();
    var parents = new HashSet<String>();
    var exceptions = new HashSet<String>();
    for (var line : lines) {
      var rule = line.strip().split("\\s", 2)[0];
      if (rule.isEmpty() || rule.startsWith("//")) {
        continue;
      }
      if (rule.startsWith("!")) {
        exceptions.add(ascii(rule.substring(1)));
      } else if (rule.startsWith("*.")) {
        parents.add(ascii(rule.substring(2)));
      } else {
        names.add(ascii(rule));
      }
    }
    return new SuffixList(Set.copyOf(names), Set.copyOf(parents), Set.copyOf(exceptions));
  }

  private static String ascii(String rule) {
    try {
      return IDN.toASCII(rule.toLowerCase(Locale.ROOT), IDN.ALLOW_UNASSIGNED);
    } catch (IllegalArgumentException noName) {
      return rule;
    }
  }

  @Override
  public boolean contains(String domain) {
    if (exceptions.contains(domain)) {
      return false;
    }
    int dot = domain.indexOf('.');
    return dot < 0 || names.contains(domain) || parents.contains(domain.substring(dot + 1));
  }

  @Override
  public String toString() {
    return names.size() + parents.size() + exceptions.size() + " public suffixes";
  }
}
