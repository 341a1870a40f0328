package dev.treadle.io;

import java.security.cert.CertificateException;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/// Says in plain words what the JDK reports of TLS: alerts, and what it refused itself.
final class TlsFailures {

  private static final String RECEIVED = "Received fatal alert: ";

  /// Before a message the JDK puts the alert that it sends.
  private static final Pattern ALERT = Pattern.compile("^\\(([a-z_0-9]+)\\) ");

  private TlsFailures() {}

  /// Returns the failure with its message.
  ///
  /// @param alpn what this end can speak
  /// @param firstBytes what came where TLS was expected
  static TlsException explain(SSLException failure, List<String> alpn, String firstBytes) {
    return new TlsException(messageOf(failure, alpn, firstBytes), failure);
  }

  private static String messageOf(SSLException failure, List<String> alpn, String firstBytes) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException) {
        return String.valueOf(cause.getMessage());
      }
    }
    var message = String.valueOf(failure.getMessage());
    int received = message.indexOf(RECEIVED);
    if (received >= 0) {
      var alert = message.substring(received + RECEIVED.length());
      return "the other end refused: %s (alert %s)".formatted(meaning(alert, alpn), alert);
    }
    return refusal(message, alpn, firstBytes);
  }

  /// Returns what an alert says of us (RFC 8446 6.2).
  private static String meaning(String alert, List<String> alpn) {
    return switch (alert) {
      case "unknown_ca" -> "it does not trust the authority that signed our certificate";
      case "bad_certificate", "unsupported_certificate", "certificate_unknown" ->
          "it does not accept our certificate";
      case "certificate_expired" -> "our certificate has expired";
      case "certificate_revoked" -> "our certificate has been revoked";
      case "certificate_required" -> "it wants a certificate of us, and we have none to show";
      case "handshake_failure", "insufficient_security" ->
          "we have no cipher suite or kind of certificate in common";
      case "protocol_version" -> "we have no version of TLS in common";
      case "no_application_protocol" -> "it speaks none of the protocols we offered, " + alpn;
      case "unrecognized_name" -> "it is not the host that we asked for";
      case "access_denied" -> "our certificate is good, but we may not connect";
      case "internal_error" -> "it failed for a reason of its own";
      case "unexpected_message", "bad_record_mac", "decode_error", "illegal_parameter" ->
          "it could not make sense of what we sent";
      case "decrypt_error" -> "a signature or checksum of ours did not fit";
      default -> "it gives no reason that we know";
    };
  }

  /// Returns why this end refused.
  private static String refusal(String message, List<String> alpn, String firstBytes) {
    var alert = ALERT.matcher(message);
    var text = alert.find() ? message.substring(alert.end()) : message;
    if (text.startsWith("Unsupported or unrecognized SSL message")
        || text.startsWith("Unrecognized SSL message")) {
      return noTls(firstBytes);
    }
    if (text.startsWith("No matching application layer protocol")) {
      return "the other end offers none of the protocols that we speak, " + alpn;
    }
    if (text.startsWith("Empty client certificate chain")) {
      return "the client has shown no certificate, and must";
    }
    return "TLS failed: " + text;
  }

  static String noTls(String firstBytes) {
    return "expected TLS, found something else that begins with '" + firstBytes + "'";
  }
}
