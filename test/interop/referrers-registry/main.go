// An OCI 1.1 registry in memory with the referrers API: go-containerregistry's own, with that option switched on.
package main

import (
	"flag"
	"log"
	"net/http"

	"github.com/google/go-containerregistry/pkg/registry"
)

func main() {
	address := flag.String("addr", "127.0.0.1:5000", "address to listen on")
	flag.Parse()
	log.Fatal(http.ListenAndServe(*address, registry.New(registry.WithReferrersSupport(true))))
}
