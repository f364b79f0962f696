// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where registries are, and who asks them: a docker {@code config.json}, as {@code docker login}
 * writes it and as Secrets of type {@code kubernetes.io/dockerconfigjson} hold it. Programs that
 * keep credentials ({@code credsStore}) are not started.
 */
public final class RegistryAccess {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String DOCKER_HUB = "docker.io";
  private static final int LONGEST_CONFIG = 1 << 20;

  private final Map<String, Login> logins;
  private final Set<String> plain;

  private RegistryAccess(Map<String, Login> logins, Set<String> plain) {
    this.logins = Map.copyOf(logins);
    this.plain = Set.copyOf(plain);
  }

  /**
   * As container tools take it: {@code DOCKER_CONFIG}, else {@code .docker} in the user's folder;
   * {@code CONDUIT_PLAIN_HTTP_REGISTRIES} names registries that speak no TLS, with commas between.
   *
   * @throws IllegalArgumentException when there is such a file and it is none; the message names it
   *     and has nothing of what it holds
   */
  public static RegistryAccess of(Map<String, String> environment) {
    String own = environment.getOrDefault("DOCKER_CONFIG", "");
    String home = environment.getOrDefault("HOME", "");
    RegistryAccess none = nobody(environment);
    if (own.isBlank() && home.isBlank()) {
      return none;
    }
    Path file = (own.isBlank() ? Path.of(home, ".docker") : Path.of(own)).resolve("config.json");
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > LONGEST_CONFIG) {
        return none;
      }
      String text = Files.readString(file);
      return text.isBlank() ? none : none.with(text); // an empty file says nothing, as for docker
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s is no configuration of docker; correct it, or log in again".formatted(file), e);
    }
  }

  /**
   * With no login, whatever this user has; only {@code CONDUIT_PLAIN_HTTP_REGISTRIES} counts.
   *
   * @param environment variables
   */
  public static RegistryAccess nobody(Map<String, String> environment) {
    Set<String> plain = new HashSet<>();
    Arrays.stream(environment.getOrDefault("CONDUIT_PLAIN_HTTP_REGISTRIES", "").split(",", -1))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .forEach(plain::add);
    return new RegistryAccess(Map.of(), plain);
  }

  /**
   * The same with other logins.
   *
   * @param dockerConfig JSON with {@code auths}
   * @throws IllegalArgumentException when it is none; the message has nothing of it
   */
  public RegistryAccess with(String dockerConfig) {
    JsonNode auths;
    try {
      JsonNode root = JSON.readTree(dockerConfig);
      if (root == null || !root.isObject()) {
        throw new IllegalArgumentException("it is no JSON object");
      }
      auths = root.path("auths");
    } catch (IOException e) {
      throw new IllegalArgumentException("it is no JSON"); // the cause would quote it
    }
    Map<String, Login> read = new HashMap<>();
    auths
        .properties()
        .forEach(
            entry ->
                login(entry.getValue()).ifPresent(one -> read.put(place(entry.getKey()), one)));
    return new RegistryAccess(read, plain);
  }

  private static Optional<Login> login(JsonNode entry) {
    String packed = entry.path("auth").asText("");
    String text = packed;
    try {
      text = new String(Base64.getDecoder().decode(packed), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("an auth in it is not Base64"); // not which
    }
    int colon = text.indexOf(':');
    String user = colon > 0 ? text.substring(0, colon) : entry.path("username").asText("");
    String password = colon > 0 ? text.substring(colon + 1) : entry.path("password").asText("");
    Login one = new Login(user, password, entry.path("identitytoken").asText(""));
    return one.hasPassword() || one.hasIdentity() ? Optional.of(one) : Optional.empty();
  }

  /**
   * Keys may be URLs, with the version of an API at the end, and may name a part of a registry.
   * Docker Hub has a name of its own.
   */
  private static String place(String key) {
    String bare = key.replaceFirst("^https?://", "").replaceFirst("(?:/v[12])?/*$", "");
    return bare.replaceFirst("^index\\.docker\\.io(?=/|$)", DOCKER_HUB);
  }

  /** The one for most of the image's name, as container runtimes choose. */
  Optional<Login> login(ImageReference image) {
    String place = image.registry() + "/" + image.repository();
    while (true) {
      Login one = logins.get(place);
      int slash = place.lastIndexOf('/');
      if (one != null || slash < 0) {
        return Optional.ofNullable(one);
      }
      place = place.substring(0, slash);
    }
  }

  /** Whether a login for this image is at hand. */
  public boolean hasLogin(ImageReference image) {
    return login(image).isPresent();
  }

  /** Without TLS where the name is of this machine, or is said to be. */
  URI endpoint(ImageReference image) {
    String name = image.registry();
    String host = name.replaceFirst(":\\d+$", "");
    boolean here = host.matches("localhost|127\\.\\d+\\.\\d+\\.\\d+|\\[::1\\]");
    return URI.create(
        (here || plain.contains(name) ? "http://" : "https://")
            + (name.equals(DOCKER_HUB) ? "registry-1.docker.io" : name));
  }

  /** Without what it holds. */
  @Override
  public String toString() {
    return "access to registries";
  }
}
