// SPDX-License-Identifier: Apache-2.0
package dev.conduit.node;

import dev.conduit.testkit.kubernetes.ControlPlane;
import dev.conduit.testkit.kubernetes.process.Child;
import io.fabric8.kubernetes.api.model.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A machine of a cluster: containerd, kubelet, kube-proxy, and CoreDNS beside them. They run in
 * this process's namespaces and end with it.
 */
final class RealNode implements AutoCloseable {
  static final String NAME = "node-1";

  /** Its name as the Node authorizer wants it. */
  private static final String USER = "system:node:" + NAME;

  private static final String PROXY = "system:kube-proxy";
  private static final String DNS = "coredns";

  /** Of the programs, for the API server: no more than they have anywhere, but for DNS. */
  static final Map<String, List<String>> USERS =
      Map.of(USER, List.of("system:nodes"), PROXY, List.of(), DNS, List.of("system:masters"));

  private static final Duration START = Duration.ofMinutes(2);
  private static final Path SOCKET = Path.of("/run/containerd/containerd.sock");

  private final ControlPlane plane;
  private final Surroundings here;
  private final List<Child> children = new ArrayList<>();

  private RealNode(ControlPlane plane, Surroundings here) {
    this.plane = plane;
    this.here = here;
  }

  /**
   * Starts one and waits until it is Ready.
   *
   * @param images tars that it has from the start, as if they had been pulled
   */
  static RealNode start(ControlPlane plane, Surroundings here, List<Path> images) throws Exception {
    RealNode node = new RealNode(plane, here);
    try {
      node.startContainerd();
      node.load(PauseImage.write(here.work()));
      for (Path image : images) {
        node.load(image);
      }
      node.startDns();
      node.startProxy();
      node.startKubelet();
      return node;
    } catch (Exception e) {
      node.close();
      throw e;
    }
  }

  /** Versions, as the programs say them. */
  List<String> versions() {
    return List.of(
        "kubelet: " + plane.binaries().version("kubelet"),
        plane.binaries().version("containerd"),
        Command.run(List.of("runc", "--version")).lines().findFirst().orElse(""),
        "kube-proxy: " + plane.binaries().version("kube-proxy"),
        Command.run(List.of(program("coredns"), "-version")).lines().findFirst().orElse(""),
        "kernel " + System.getProperty("os.version"));
  }

  /** The containers that containerd runs now, those that hold pods included. */
  List<String> containers() {
    return ctr("tasks", "list", "--quiet").lines().filter(line -> !line.isBlank()).toList();
  }

  /** Names of our images that it has. */
  List<String> images() {
    return ctr("images", "list", "--quiet")
        .lines()
        .filter(name -> name.startsWith("docker.io/local/") && !name.equals(PauseImage.NAME))
        .toList();
  }

  /** Ends a container's process at once, as a crash does. The kubelet starts it again. */
  void kill(String containerId) {
    ctr("tasks", "kill", "--signal", "SIGKILL", containerId);
  }

  /** Copies the logs of its programs and of all pods. */
  void keepLogs(Path folder) {
    Command.run(
        List.of(
            "sh",
            "-c",
            "mkdir -p '%s' && cp -r '%s'/logs /var/log/pods '%s' 2>/dev/null; true"
                .formatted(folder, here.work(), folder)));
  }

  @Override
  public void close() {
    children.reversed().forEach(Child::close);
  }

  private void startContainerd() {
    Path config =
        here.write("containerd.toml", "containerd.toml", Map.of("PAUSE", PauseImage.NAME));
    here.write("bridge.conflist", "cni/bridge.conflist", Map.of());
    Child containerd = start("containerd", "--config", config.toString());
    containerd.await("socket", START, () -> Files.exists(SOCKET));
    containerd.await("answer", START, this::answers);
  }

  private boolean answers() {
    try {
      ctr("version");
      return true;
    } catch (IllegalStateException e) {
      return false; // not listening yet
    }
  }

  private void load(Path image) {
    ctr("images", "import", "--local", image.toString());
  }

  private void startDns() {
    Path config =
        here.write(
            "Corefile", "Corefile", Map.of("KUBECONFIG", plane.kubeconfigOf(DNS).toString()));
    start("coredns", "-conf", config.toString());
  }

  private void startProxy() {
    Path config =
        here.write(
            "kube-proxy.yaml",
            "kube-proxy.yaml",
            Map.of("KUBECONFIG", plane.kubeconfigOf(PROXY).toString(), "NODE", NAME));
    start("kube-proxy", "--config=" + config);
  }

  private void startKubelet() {
    Path config = here.write("kubelet.yaml", "kubelet.yaml", Map.of());
    Child kubelet =
        start(
            "kubelet",
            "--config=" + config,
            "--kubeconfig=" + plane.kubeconfigOf(USER),
            "--hostname-override=" + NAME,
            "--node-ip=" + here.address(),
            "--root-dir=" + here.work().resolve("kubelet"),
            "--cert-dir=" + here.work().resolve("kubelet-certificates"),
            "--v=2");
    kubelet.await("ready node", START, this::isReady);
  }

  private boolean isReady() {
    Node node = plane.client().nodes().withName(NAME).get();
    return node != null
        && node.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
  }

  private Child start(String program, String... arguments) {
    List<String> command = new ArrayList<>(List.of(program(program)));
    command.addAll(List.of(arguments));
    // containerd finds its shim, and the shim finds runc, on the PATH.
    String path = plane.binaries().folder() + ":" + System.getenv("PATH");
    Child child = Child.start(program, command, log(program), Map.of("PATH", path, "HOME", home()));
    children.add(child);
    return child;
  }

  private Path log(String program) {
    return here.work().resolve("logs").resolve(program + ".log");
  }

  private String home() {
    try {
      return Files.createDirectories(here.work().resolve("home")).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String program(String name) {
    return plane.binaries().program(name).toString();
  }

  private String ctr(String... arguments) {
    List<String> command =
        new ArrayList<>(List.of(program("ctr"), "--address", SOCKET.toString(), "-n", "k8s.io"));
    command.addAll(List.of(arguments));
    return Command.run(command);
  }
}
