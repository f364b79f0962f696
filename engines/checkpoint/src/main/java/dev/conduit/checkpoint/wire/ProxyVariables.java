// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY}, in upper or lower case, as other
 * programs take them. A user name within the proxy's URL is not supported.
 */
final class ProxyVariables extends ProxySelector {
  private static final int LAST_PORT = 65_535;

  private final Map<String, String> environment;

  ProxyVariables(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public List<Proxy> select(URI url) {
    String host = Optional.ofNullable(url.getHost()).orElse("");
    return isDirect(host)
        ? List.of(Proxy.NO_PROXY)
        : variable(url.getScheme() + "_proxy")
            .flatMap(ProxyVariables::address)
            .map(address -> List.of(new Proxy(Proxy.Type.HTTP, address)))
            .orElse(List.of(Proxy.NO_PROXY));
  }

  /** What is wrong with the variable that a URL is asked for by; without its password. */
  Optional<String> problem(URI url) {
    String host = Optional.ofNullable(url.getHost()).orElse("");
    String name = url.getScheme() + "_proxy";
    return variable(name)
        .filter(value -> !isDirect(host) && address(value).isEmpty())
        .map(
            value ->
                "%s is no URL of a proxy; write it as http://host:port"
                    .formatted(name.toUpperCase(Locale.ROOT)));
  }

  private boolean isDirect(String host) {
    return Arrays.stream(variable("no_proxy").orElse("").split(",", -1))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .map(name -> name.startsWith(".") ? name.substring(1) : name)
        .anyMatch(name -> name.equals("*") || host.equals(name) || host.endsWith("." + name));
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name))
        .or(() -> Optional.ofNullable(environment.get(name.toUpperCase(Locale.ROOT))))
        .filter(value -> !value.isBlank());
  }

  private static Optional<InetSocketAddress> address(String text) {
    try {
      URI proxy = new URI(text.contains("://") ? text.strip() : "http://" + text.strip());
      int port = proxy.getPort() < 0 ? 80 : proxy.getPort();
      return Optional.ofNullable(proxy.getHost())
          .filter(host -> port <= LAST_PORT)
          .map(host -> InetSocketAddress.createUnresolved(host, port));
    } catch (URISyntaxException e) {
      return Optional.empty(); // its message has the whole text, passwords included
    }
  }

  @Override
  public void connectFailed(URI url, SocketAddress address, IOException failure) {
    // the request itself fails too, and says so
  }
}
