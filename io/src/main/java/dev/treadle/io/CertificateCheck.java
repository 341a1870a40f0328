package dev.treadle.io;

import dev.treadle.seam.World;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// The JDK's check of certificates, which says in plain words what it did not like.
final class CertificateCheck extends X509ExtendedTrustManager {

  private final X509ExtendedTrustManager jdk;

  CertificateCheck(X509ExtendedTrustManager jdk) {
    this.jdk = jdk;
  }

  private interface Check {
    void run() throws CertificateException;
  }

  private static void explained(X509Certificate[] chain, @Nullable String host, Check check)
      throws CertificateException {
    try {
      check.run();
    } catch (CertificateException e) {
      throw new CertificateException(explain(e, chain, host), e);
    }
  }

  private static String explain(Throwable refusal, X509Certificate[] chain, @Nullable String host) {
    var certificate = chain[0];
    var subject = certificate.getSubjectX500Principal().getName();
    for (var cause = refusal; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException) {
        return "the certificate of '%s' expired at %s"
            .formatted(nameOf(outOfDate(chain)), outOfDate(chain).getNotAfter().toInstant());
      }
      if (cause instanceof CertificateNotYetValidException) {
        return "the certificate of '%s' is not valid before %s"
            .formatted(nameOf(outOfDate(chain)), outOfDate(chain).getNotBefore().toInstant());
      }
    }
    // The JDK has no types for these, only texts.
    var message = String.valueOf(refusal.getMessage());
    if (message.contains("unable to find valid certification path")
        || message.contains("Path does not chain with any of the trust anchors")) {
      return "the certificate of '%s' leads to '%s', which is not trusted"
          .formatted(subject, chain[chain.length - 1].getIssuerX500Principal().getName());
    }
    if (message.contains("signature check failed")) {
      return "the certificate of '%s' was not signed by '%s', as it says"
          .formatted(subject, certificate.getIssuerX500Principal().getName());
    }
    if (message.startsWith("No subject alternative") || message.startsWith("No name matching")) {
      return "the certificate is for %s, not for '%s'".formatted(names(certificate), host);
    }
    return "the certificate of '%s' was refused: %s".formatted(subject, message);
  }

  /// Returns the first certificate whose time is not now.
  private static X509Certificate outOfDate(X509Certificate[] chain) {
    var now = World.current().now();
    for (var certificate : chain) {
      if (now.isBefore(certificate.getNotBefore().toInstant())
          || now.isAfter(certificate.getNotAfter().toInstant())) {
        return certificate;
      }
    }
    return chain[0];
  }

  private static String nameOf(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().getName();
  }

  /// Returns the names and addresses that a certificate is for.
  private static List<Object> names(X509Certificate certificate) {
    var names = new ArrayList<Object>();
    try {
      var alternatives = certificate.getSubjectAlternativeNames();
      for (var alternative : alternatives == null ? List.<List<?>>of() : alternatives) {
        names.add(alternative.get(1));
      }
    } catch (CertificateParsingException e) {
      names.add(e.getMessage());
    }
    return names;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine)
      throws CertificateException {
    explained(chain, engine.getPeerHost(), () -> jdk.checkServerTrusted(chain, kind, engine));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine)
      throws CertificateException {
    explained(chain, null, () -> jdk.checkClientTrusted(chain, kind, engine));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket)
      throws CertificateException {
    explained(chain, null, () -> jdk.checkServerTrusted(chain, kind, socket));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket)
      throws CertificateException {
    explained(chain, null, () -> jdk.checkClientTrusted(chain, kind, socket));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String kind) throws CertificateException {
    explained(chain, null, () -> jdk.checkServerTrusted(chain, kind));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String kind) throws CertificateException {
    explained(chain, null, () -> jdk.checkClientTrusted(chain, kind));
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return jdk.getAcceptedIssuers();
  }
}
