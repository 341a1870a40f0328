package dev.treadle.http.client;

import dev.treadle.http.Headers;
import dev.treadle.http.Method;
import dev.treadle.http.Url;
import dev.treadle.http.client.Challenges.Challenge;
import dev.treadle.seam.World;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Proof of a password by digests (RFC 7616), of quality `auth` or none.
final class DigestAuth implements Auth {

  private static final Map<String, String> ALGORITHMS =
      Map.of("sha-256", "SHA-256", "sha-512-256", "SHA-512/256", "md5", "MD5");
  private static final List<String> BEST_FIRST = List.of("sha-512-256", "sha-256", "md5");

  private final String user;
  private final String password;

  private volatile @Nullable Session session;

  DigestAuth(String user, String password) {
    this.user = Objects.requireNonNull(user, "user");
    this.password = Objects.requireNonNull(password, "password");
  }

  /// What the server said at last.
  private record Session(
      Challenge challenge,
      String algorithm,
      boolean perSession,
      String cnonce,
      AtomicInteger count) {

    String get(String name) {
      return Objects.requireNonNullElse(challenge.get(name), "");
    }

    boolean hasQuality() {
      return challenge.get("qop") != null;
    }
  }

  @Override
  public @Nullable String authorize(Method method, Url url) {
    var current = session;
    return current == null ? null : proof(current, method.name(), url.target());
  }

  /// A refused proof is given again only if the server says that merely its number was too old.
  @Override
  public boolean challenged(@Nullable String refused, Headers headers) {
    Session best = null;
    for (var challenge : Challenges.of(headers)) {
      var offered = challenge.scheme().equals("digest") ? session(challenge) : null;
      if (offered != null && (best == null || rank(offered) < rank(best))) {
        best = offered;
      }
    }
    if (best == null) {
      return false;
    }
    if (refused != null && !"true".equalsIgnoreCase(best.get("stale"))) {
      return isOutdated(refused);
    }
    session = best;
    return true;
  }

  /// Another task may have been given a newer number since the refused proof was made.
  private boolean isOutdated(String refused) {
    var known = session;
    return known != null && !refused.contains("nonce=" + quoted(known.get("nonce")));
  }

  private static int rank(Session session) {
    return BEST_FIRST.indexOf(session.algorithm);
  }

  private static @Nullable Session session(Challenge challenge) {
    var said =
        Objects.requireNonNullElse(challenge.get("algorithm"), "MD5").toLowerCase(Locale.ROOT);
    boolean perSession = said.endsWith("-sess");
    var algorithm = perSession ? said.substring(0, said.length() - "-sess".length()) : said;
    var quality = challenge.get("qop");
    boolean canDo =
        ALGORITHMS.containsKey(algorithm)
            && challenge.get("nonce") != null
            && (quality == null || List.of(quality.split("[,\\s]+")).contains("auth"));
    if (!canDo) {
      return null;
    }
    var random = new byte[16];
    World.current().random().nextBytes(random);
    return new Session(
        challenge, algorithm, perSession, HexFormat.of().formatHex(random), new AtomicInteger());
  }

  private String proof(Session current, String method, String target) {
    var nonce = current.get("nonce");
    var count = "%08x".formatted(current.count.incrementAndGet());
    var secret = hash(current, user + ":" + current.get("realm") + ":" + password);
    if (current.perSession) {
      secret = hash(current, secret + ":" + nonce + ":" + current.cnonce);
    }
    var asked = hash(current, method + ":" + target);
    var middle =
        current.hasQuality() ? nonce + ":" + count + ":" + current.cnonce + ":auth" : nonce;
    var response = hash(current, secret + ":" + middle + ":" + asked);
    var value = new StringBuilder("Digest ");
    value.append("username=").append(quoted(user));
    value.append(", realm=").append(quoted(current.get("realm")));
    value.append(", nonce=").append(quoted(nonce));
    value.append(", uri=").append(quoted(target));
    value.append(", response=\"").append(response).append('"');
    if (current.challenge.get("algorithm") != null) {
      value.append(", algorithm=").append(current.get("algorithm"));
    }
    if (current.challenge.get("opaque") != null) {
      value.append(", opaque=").append(quoted(current.get("opaque")));
    }
    if (current.hasQuality()) {
      value.append(", qop=auth, nc=").append(count);
      value.append(", cnonce=\"").append(current.cnonce).append('"');
    }
    return value.toString();
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String hash(Session current, String text) {
    var name = Objects.requireNonNull(ALGORITHMS.get(current.algorithm), "algorithm");
    try {
      var digest = MessageDigest.getInstance(name).digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(
          "expected the JDK to have " + name + ", found that it does not", missing);
    }
  }
}
