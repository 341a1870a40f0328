package dev.treadle.http.client;

import java.util.List;
import java.util.Set;

/// Knows under which domains anybody can register names: `com`, `co.uk`, `github.io`. A server
/// there must not give cookies to all of them.
///
/// The JDK has no list of them. [#usual()] knows those that follow a rule; for a client that talks
/// to hosts that do not trust each other, load the list of <https://publicsuffix.org/list/>.
@FunctionalInterface
public interface PublicSuffixes {

  /// Returns whether a domain is a public suffix.
  ///
  /// @param domain in small letters and ASCII
  boolean contains(String domain);

  /// Returns a rule of thumb: names without a dot, and names such as `co.uk` and `com.au`, which
  /// are one of the usual words in a country's domain.
  static PublicSuffixes usual() {
    var words =
        Set.of(
            "ac", "co", "com", "edu", "gob", "gov", "gouv", "go", "ltd", "mil", "net", "ne", "nom",
            "or", "org", "plc", "sch");
    return domain -> {
      int dot = domain.indexOf('.');
      boolean country = dot > 0 && dot == domain.lastIndexOf('.') && domain.length() - dot == 3;
      return dot < 0 || (country && words.contains(domain.substring(0, dot)));
    };
  }

  /// Returns those of a list as <https://publicsuffix.org/list/> publishes it, with `*.` and `!`
  /// rules. What no rule is for follows the rule `*`: names without a dot are public.
  ///
  /// @param lines the lines of the list; comments and empty ones are passed over. Rules must be in
  ///   ASCII, or they match nothing
  static PublicSuffixes parse(List<String> lines) {
    return SuffixList.parse(lines);
  }
}
