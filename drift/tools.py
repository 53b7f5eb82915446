"""The words of the tools whose lines are read: options that take a value, verbs, and the resources that Kubernetes itself has."""

from collections.abc import Mapping


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


BUILT_IN = _words("""
    all pods pod po services service svc nodes node no namespaces namespace ns events event ev endpoints ep configmaps configmap cm secrets
    secret pv persistentvolumes persistentvolume pvc persistentvolumeclaims persistentvolumeclaim serviceaccounts serviceaccount sa
    deployments deployment deploy daemonsets daemonset ds statefulsets statefulset sts replicasets replicaset rs jobs job cronjobs cronjob
    cj ingresses ingress ing ingressclass ingressclasses networkpolicies networkpolicy netpol storageclasses storageclass sc roles role
    rolebindings rolebinding clusterroles clusterrole clusterrolebindings clusterrolebinding crd crds customresourcedefinitions
    customresourcedefinition apiservices apiservice lease leases poddisruptionbudgets poddisruptionbudget pdb hpa
    horizontalpodautoscalers horizontalpodautoscaler volumeattachments volumeattachment csidrivers csidriver csinodes csinode
    mutatingwebhookconfigurations mutatingwebhookconfiguration validatingwebhookconfigurations validatingwebhookconfiguration
    componentstatuses cs limitranges resourcequotas priorityclasses runtimeclasses endpointslices endpointslice csr
    certificatesigningrequests replicationcontrollers podtemplates controllerrevisions
""")
VALUED: Mapping[str, frozenset[str]] = {
    "kubectl": _words("""
        -n --namespace -l --selector -o --output -f --filename -k --kustomize -c --container --context --field-selector --sort-by --tail
        --timeout --type --types -p --patch --image --since -L --label-columns --grace-period --for --kubeconfig --from-literal
    """),
    "flux": _words("-n --namespace --path --timeout --context --kubeconfig --source -l --label-selector"),
    "helm": _words("-n --namespace --version -f --values --set --timeout -o --output --kube-context --kubeconfig"),
    "talosctl": _words("""
        -n --nodes -e --endpoints -f --file -p --config-patch --patch --config --mode --talosconfig --context -o --output --timeout
        --wait-timeout --image -m --recover-from --system-labels-to-wipe
    """),
    "cilium": _words("-n --namespace --node --context"),
}
LOOKS = _words("get describe delete edit patch annotate label wait explain")
PODS = _words("pods pod po all")
FLUX_VERBS = _words("get suspend resume reconcile diff trace events")
HELM_VERBS = _words("status history rollback uninstall")
FOR_PATHS = _words("-f --filename --file -k --kustomize --path --values --patch --config-patch --config --recover-from")
