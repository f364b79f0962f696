// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who may talk to one cluster. Static tokens for its own components and for the administrator; a
 * key pair that signs ServiceAccount tokens. The serving certificate is made by the API server
 * itself, in its certificate folder, and kept across restarts.
 */
final class Credentials {
  static final String ADMIN = "conduit-admin";
  static final String CONTROLLERS = "system:kube-controller-manager";
  static final String SCHEDULER = "system:kube-scheduler";
  static final String KWOK = "kwok";
  private static final String MASTERS = "system:masters";
  private static final String CONTEXT = "conduit";

  private final Path folder;
  private final Map<String, String> tokens = new TreeMap<>();

  /** Writes keys and tokens into the folder. */
  Credentials(Path folder, Map<String, List<String>> others) {
    this.folder = folder;
    StringBuilder table = new StringBuilder();
    add(table, ADMIN, List.of(MASTERS));
    // One user for all controllers, instead of a ServiceAccount for each.
    add(table, CONTROLLERS, List.of(MASTERS));
    add(table, SCHEDULER, List.of());
    add(table, KWOK, List.of(MASTERS));
    new TreeMap<>(others).forEach((user, groups) -> add(table, user, groups));
    write(tokenFile(), table.toString());
    KeyPair pair = keyPair();
    write(signingKey(), pem("PRIVATE KEY", pair.getPrivate()));
    write(verifyingKey(), pem("PUBLIC KEY", pair.getPublic()));
  }

  Path tokenFile() {
    return folder.resolve("tokens.csv");
  }

  Path signingKey() {
    return folder.resolve("service-accounts.key");
  }

  Path verifyingKey() {
    return folder.resolve("service-accounts.pub");
  }

  /** Where the API server keeps its serving certificate; the file holds its authority too. */
  Path certificates() {
    return folder.resolve("certificates");
  }

  Path authority() {
    return certificates().resolve("apiserver.crt");
  }

  /** Of the serving certificate; written after it, so that where this is the other is whole. */
  Path servingKey() {
    return certificates().resolve("apiserver.key");
  }

  /** The token of a static user. */
  String token(String user) {
    String token = tokens.get(user);
    if (token == null) {
      throw new IllegalArgumentException("no user " + user + "; there are " + tokens.keySet());
    }
    return token;
  }

  /** Writes a kubeconfig that stands alone: authority and token are inside. */
  Path kubeconfig(String server, String name, String token) {
    Path file = folder.resolve(name.replaceAll("[^A-Za-z0-9.-]", "_") + ".kubeconfig");
    write(file, kubeconfigText(server, name, token));
    return file;
  }

  private String kubeconfigText(String server, String user, String token) {
    return """
        apiVersion: v1
        kind: Config
        clusters:
        - name: %1$s
          cluster:
            server: %2$s
            certificate-authority-data: %3$s
        users:
        - name: "%4$s"
          user:
            token: %5$s
        contexts:
        - name: %1$s
          context:
            cluster: %1$s
            user: "%4$s"
        current-context: %1$s
        """
        .formatted(CONTEXT, server, encoded(authority()), user, token);
  }

  private void add(StringBuilder table, String user, List<String> groups) {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    String token = HexFormat.of().formatHex(random);
    tokens.put(user, token);
    table.append(token).append(',').append(user).append(',').append(user);
    table.append(",\"").append(String.join(",", groups)).append("\"\n");
  }

  private static KeyPair keyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no RSA", e);
    }
  }

  private static String pem(String what, Key key) {
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(key.getEncoded());
    return "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n";
  }

  private static String encoded(Path file) {
    try {
      return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
