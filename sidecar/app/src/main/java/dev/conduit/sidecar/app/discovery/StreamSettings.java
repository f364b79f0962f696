// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.discovery;

import dev.conduit.contract.PolicyRef;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Where the control plane is, and who asks it for what.
 *
 * @param host name or address of the discovery server; its certificate must be for it
 * @param port of the discovery server
 * @param policy whose snapshots are wanted
 * @param authority file with the CA certificates to trust; read for each connection
 * @param token file with the ServiceAccount token; read for each connection
 * @param pod name of this pod, for people
 * @param version of this data plane, for people
 */
public record StreamSettings(
    String host,
    int port,
    PolicyRef policy,
    Path authority,
    Path token,
    String pod,
    String version) {

  /** What a person sets, as it was set. */
  public record Raw(
      String address, String policy, Path authority, Path token, String pod, String version) {}

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException naming the setting, its value and the form that is right
   */
  public static StreamSettings of(Raw raw) {
    int colon = raw.address().lastIndexOf(':');
    String host = colon < 0 ? "" : raw.address().substring(0, colon).strip();
    int port = colon < 0 ? -1 : port(raw.address().substring(colon + 1).strip());
    if (host.isEmpty() || port < 0) {
      throw wrong("CONDUIT_SIDECAR_DISCOVERY_ADDRESS", raw.address(), "host:port");
    }
    String[] policy = raw.policy().strip().split("/", -1);
    if (policy.length != 2 || policy[0].isBlank() || policy[1].isBlank()) {
      throw wrong("CONDUIT_SIDECAR_POLICY", raw.policy(), "namespace/name of a RoutingPolicy");
    }
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return new StreamSettings(
        bare,
        port,
        new PolicyRef(policy[0], policy[1]),
        raw.authority(),
        raw.token(),
        raw.pod(),
        raw.version());
  }

  private static int port(String text) {
    return text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= 65535
        ? Integer.parseInt(text)
        : -1;
  }

  private static IllegalArgumentException wrong(String setting, String value, String form) {
    return new IllegalArgumentException(
        String.format(Locale.ROOT, "%s: \"%s\" is not %s", setting, value, form));
  }

  /** As it is written in logs. */
  String address() {
    return host + ":" + port;
  }
}
