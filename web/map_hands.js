// SPDX-License-Identifier: GPL-3.0-or-later
// The map's hands: Leaflet moves, our canvas paints. Where Leaflet is missing, buttons and keys move.

const base = Math.LN2;

// Leaflet's plane is our metres: latitude is north, longitude is east.
class WithLeaflet {
    constructor(L, place, picture) {
        this.picture = picture;
        this.L = L;
        this.map = L.map(place, { crs: L.CRS.Simple, zoomControl: false, attributionControl: false, zoomSnap: 0, zoomDelta: 0.7,
            wheelPxPerZoomLevel: 90, zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false,
            inertiaDeceleration: 4000, keyboardPanDelta: 80, minZoom: -7, maxZoom: 3, maxBoundsViscosity: 1 });
        this.map.on('move zoom resize', () => picture.look(this.at()));
    }

    at() {
        const c = this.map.getCenter();
        return { x: c.lng, y: c.lat, k: 2 ** this.map.getZoom() };
    }

    go(view) {
        this.map.setView([view.y, view.x], Math.log(view.k) / base, { animate: false });
        this.picture.look(this.at());
    }

    zoom(steps) {
        this.map.setZoom(this.map.getZoom() + steps, { animate: false });
    }

    onClick(work) {
        this.map.on('click', (e) => work(e.containerPoint.x, e.containerPoint.y));
    }
}

class Bare {
    constructor(place, picture) {
        this.picture = picture;
        place.tabIndex = 0;
        place.addEventListener('keydown', (e) => {
            const step = { ArrowLeft: [-80, 0], ArrowRight: [80, 0], ArrowUp: [0, 80], ArrowDown: [0, -80] }[e.key];
            const v = picture.view;
            if (step)
                this.go({ x: v.x + step[0] / v.k, y: v.y + step[1] / v.k, k: v.k });
            else if (e.key === '+' || e.key === '=' || e.key === '-')
                this.zoom(e.key === '-' ? -0.7 : 0.7);
            else
                return;
            e.preventDefault();
        });
        this.place = place;
        new ResizeObserver(() => picture.paint()).observe(place);
    }

    go(view) {
        this.picture.look(view);
    }

    zoom(steps) {
        const v = this.picture.view;
        this.go({ ...v, k: Math.min(8, Math.max(0.008, v.k * 2 ** steps)) });
    }

    onClick(work) {
        this.place.addEventListener('click', (e) => work(e.offsetX, e.offsetY));
    }
}

export async function takeHands(place, picture) {
    let L = null;
    try {
        L = await import('/files/leaflet.esm.min.js');
    } catch {
        return new Bare(place, picture);
    }
    return new WithLeaflet(L, place, picture);
}
