// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.discovery;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Certificates and keys to and from text. Source: RFC 7468. */
final class Pem {
  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private Pem() {}

  static String certificates(List<X509Certificate> all) {
    StringBuilder text = new StringBuilder();
    for (X509Certificate one : all) {
      try {
        text.append(block("CERTIFICATE", one.getEncoded()));
      } catch (CertificateEncodingException e) {
        throw new IllegalStateException("a certificate without an encoding", e);
      }
    }
    return text.toString();
  }

  static String key(PrivateKey key) {
    return block("PRIVATE KEY", key.getEncoded());
  }

  private static String block(String label, byte[] content) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, LINES.encodeToString(content), label);
  }

  /** Empty when the text holds no certificate that can be read. */
  static List<X509Certificate> readCertificates(String text) {
    try {
      var in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
      List<X509Certificate> all = new ArrayList<>();
      for (var one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        all.add((X509Certificate) one);
      }
      return List.copyOf(all);
    } catch (CertificateException e) {
      return List.of();
    }
  }

  /** Empty when the text is no EC key. */
  static Optional<PrivateKey> readKey(String text) {
    String body = text.replaceAll("-----[A-Z ]+-----", "");
    try {
      byte[] content = Base64.getMimeDecoder().decode(body);
      return Optional.of(
          KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(content)));
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  /** The DNS names and addresses that a certificate is for. */
  static Set<String> names(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      TreeSet<String> all = new TreeSet<>();
      if (names != null) {
        names.forEach(name -> all.add(String.valueOf(name.get(1))));
      }
      return all;
    } catch (CertificateParsingException e) {
      return Set.of();
    }
  }
}
