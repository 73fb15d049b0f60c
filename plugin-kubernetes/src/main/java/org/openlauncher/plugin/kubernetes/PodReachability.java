package org.openlauncher.plugin.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.ExposedPort;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.plugin.NetworkInfo;
import org.openlauncher.plugin.kubernetes.api.ApiFailure;
import org.openlauncher.plugin.kubernetes.api.ApiServer;
import tools.jackson.databind.JsonNode;

/** Where a job can be reached: its pod's address, and the ports of its Service. */
final class PodReachability {
  private final ApiServer api;
  private final JobNames names;

  PodReachability(ApiServer api, JobNames names) {
    this.api = api;
    this.names = names;
  }

  NetworkInfo of(JobEntry job, JobSpecification specification) {
    PodView pod =
        job.pod()
            .map(PodView::new)
            .orElseThrow(
                () ->
                    new LauncherException(
                        ErrorCode.JOB_NOT_RUNNING, "job " + job.id() + " has no pod yet"));
    List<String> endpoints = new ArrayList<>();
    List<ExposedPort> ports = new ArrayList<>();
    if (!specification.exposedPorts().isEmpty()) {
      try {
        api.find(names.service(job.id()))
            .ifPresent(service -> ports(pod, service, endpoints, ports));
      } catch (ApiFailure failure) {
        throw new LauncherException(ErrorCode.CLUSTER_UNAVAILABLE, failure.getMessage(), failure);
      }
    }
    return new NetworkInfo(
        pod.node().orElse(""), pod.address().map(List::of).orElse(List.of()), endpoints, ports);
  }

  /** A port of a node leads to the pod from outside; one of the Service from within. */
  private static void ports(
      PodView pod, JsonNode service, List<String> endpoints, List<ExposedPort> ports) {
    for (JsonNode port : service.path("spec").path("ports")) {
      int nodePort = port.path("nodePort").asInt(0);
      int published = nodePort > 0 ? nodePort : port.path("port").asInt(0);
      Optional<String> host =
          nodePort > 0
              ? pod.nodeAddress()
              : Optional.of(service.path("spec").path("clusterIP").asString(""));
      host.filter(address -> !address.isEmpty() && !address.equals("None"))
          .ifPresent(
              address ->
                  endpoints.add(
                      (address.contains(":") ? "[" + address + "]" : address) + ":" + published));
      ports.add(
          new ExposedPort(
              port.path("targetPort").asInt(published),
              Optional.of(published),
              port.path("protocol").asString("").equals("UDP")
                  ? ExposedPort.Protocol.UDP
                  : ExposedPort.Protocol.TCP));
    }
  }
}
