// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.discovery;

import java.net.InetAddress;
import java.util.Optional;
import org.bouncycastle.asn1.x509.GeneralName;

/** A name that a certificate is for: a DNS name, or an address, which has several spellings. */
final class SubjectName {
  private SubjectName() {}

  static GeneralName of(String name) {
    int tag = address(name).isPresent() ? GeneralName.iPAddress : GeneralName.dNSName;
    return new GeneralName(tag, name);
  }

  /** The spelling in which it comes back out of a certificate. */
  static String canonical(String name) {
    return address(name).map(InetAddress::getHostAddress).orElse(name);
  }

  private static Optional<InetAddress> address(String name) {
    try {
      return Optional.of(InetAddress.ofLiteral(name));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // a DNS name, then
    }
  }
}
