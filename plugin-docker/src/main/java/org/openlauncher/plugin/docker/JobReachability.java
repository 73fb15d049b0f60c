package org.openlauncher.plugin.docker;

import java.net.SocketException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.ExposedPort;
import org.openlauncher.api.plugin.NetworkInfo;
import org.openlauncher.plugin.docker.engine.Address;
import org.openlauncher.plugin.docker.engine.EngineClient;
import org.openlauncher.plugin.docker.engine.EngineFailure;
import tools.jackson.databind.JsonNode;

/** Where the containers can be reached: at the machine's published ports, and from it directly. */
final class JobReachability {
  private final EngineClient engine;
  private final String host;
  private final boolean hostNetwork;

  JobReachability(EngineClient engine, String host, boolean hostNetwork) {
    this.engine = engine;
    this.host = host;
    this.hostNetwork = hostNetwork;
  }

  NetworkInfo of(JobEntry job) {
    JsonNode network =
        job.container()
            .flatMap(this::inspect)
            .map(found -> found.path("NetworkSettings"))
            .orElseThrow(
                () ->
                    new LauncherException(
                        ErrorCode.JOB_NOT_RUNNING, "job " + job.id() + " does not run"));
    List<ExposedPort> ports = new ArrayList<>();
    Set<String> endpoints = new LinkedHashSet<>();
    network
        .path("Ports")
        .properties()
        .forEach(
            published ->
                published
                    .getValue()
                    .forEach(binding -> add(published.getKey(), binding, ports, endpoints)));
    return new NetworkInfo(
        host, addresses(network), List.copyOf(endpoints), ports.stream().distinct().toList());
  }

  private Optional<JsonNode> inspect(String container) {
    try {
      return engine.find(Address.container(container) + "/json");
    } catch (EngineFailure failure) {
      throw new LauncherException(ErrorCode.CLUSTER_UNAVAILABLE, failure.getMessage(), failure);
    }
  }

  private void add(String name, JsonNode binding, List<ExposedPort> ports, Set<String> endpoints) {
    int slash = name.indexOf('/');
    int target = Integer.parseInt(slash < 0 ? name : name.substring(0, slash));
    int published = Integer.parseInt(binding.path("HostPort").asString("0"));
    if (published == 0) {
      return;
    }
    ports.add(
        new ExposedPort(
            target,
            Optional.of(published),
            name.endsWith("/udp") ? ExposedPort.Protocol.UDP : ExposedPort.Protocol.TCP));
    String address = binding.path("HostIp").asString("");
    boolean everywhere = address.isEmpty() || address.equals("0.0.0.0") || address.equals("::");
    endpoints.add((everywhere ? host : address) + ":" + published);
  }

  /** The container's own addresses; on the machine's network those of the machine. */
  private List<String> addresses(JsonNode network) {
    if (hostNetwork) {
      try {
        return HostName.addresses();
      } catch (SocketException failure) {
        throw new LauncherException(
            ErrorCode.UNKNOWN, "the machine's network addresses can't be read", failure);
      }
    }
    return network.path("Networks").properties().stream()
        .map(one -> one.getValue().path("IPAddress").asString(""))
        .filter(address -> !address.isEmpty())
        .distinct()
        .toList();
  }
}
