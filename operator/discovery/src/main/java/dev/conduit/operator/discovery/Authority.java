// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.discovery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority of our own: P-256 keys, SHA-256 signatures, serial numbers of 127 random
 * bits (RFC 5280, CA/B baseline 7.1).
 */
record Authority(X509Certificate certificate, PrivateKey key) {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Clocks of nodes differ; a new certificate must not be from the future for any. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  /** A certificate and the key of its subject. */
  record Signed(X509Certificate certificate, PrivateKey key) {}

  static Authority create(Instant now, Duration life) {
    KeyPair pair = pair();
    X500Principal name =
        new X500Principal("CN=conduit discovery CA " + now.getEpochSecond() + ", O=conduit");
    X509Certificate certificate =
        sign(
            name,
            pair.getPrivate(),
            name,
            pair.getPublic(),
            new Period(now.minus(SKEW), now.plus(life)),
            Authority::authorityExtensions);
    return new Authority(certificate, pair.getPrivate());
  }

  /** The other authority's name and key, certified by this one until this one ends. */
  X509Certificate certify(Authority other, Instant now) {
    return sign(
        certificate.getSubjectX500Principal(),
        key,
        other.certificate.getSubjectX500Principal(),
        other.certificate.getPublicKey(),
        new Period(now.minus(SKEW), certificate.getNotAfter().toInstant()),
        Authority::authorityExtensions);
  }

  /** A TLS server's certificate for these names. */
  Signed serve(Set<String> names, Instant now, Duration life) {
    KeyPair pair = pair();
    X509Certificate signed =
        sign(
            certificate.getSubjectX500Principal(),
            key,
            new X500Principal("CN=conduit-discovery"),
            pair.getPublic(),
            new Period(now.minus(SKEW), now.plus(life)),
            builder -> servingExtensions(builder, names));
    return new Signed(signed, pair.getPrivate());
  }

  boolean hasSigned(X509Certificate other) {
    try {
      other.verify(certificate.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false; // by another key: that is the answer
    }
  }

  private record Period(Instant from, Instant to) {}

  private interface Extensions {
    void addTo(X509v3CertificateBuilder builder) throws IOException;
  }

  private static void authorityExtensions(X509v3CertificateBuilder builder) throws IOException {
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    builder.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
  }

  private static void servingExtensions(X509v3CertificateBuilder builder, Set<String> names)
      throws IOException {
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    GeneralName[] all = names.stream().map(SubjectName::of).toArray(GeneralName[]::new);
    builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(all));
  }

  private static X509Certificate sign(
      X500Principal issuer,
      PrivateKey signer,
      X500Principal subject,
      PublicKey of,
      Period period,
      Extensions extensions) {
    try {
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              issuer,
              new BigInteger(127, RANDOM),
              Date.from(period.from()),
              Date.from(period.to()),
              subject,
              of);
      extensions.addTo(builder);
      builder.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createSubjectKeyIdentifier(of));
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot encode a certificate", e);
    } catch (OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException("cannot sign a certificate with this JDK", e);
    }
  }

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no P-256", e);
    }
  }
}
